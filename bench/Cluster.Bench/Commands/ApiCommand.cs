using System.CommandLine;
using Kybernet.Client;
using Kybernet.Cluster.Bench.Api;
using Kybernet.Cluster.Bench.Idle;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Commands;

/// <summary><c>api</c>: how many requests an API server answers, and how soon.</summary>
internal static class ApiCommand
{
    public static Command Create()
    {
        var rounds = Endpoints.Rounds();
        var json = Output.Json();
        var clients = Number("--clients", 64, "Requests under way at once.");
        var connections = Number("--connections", 4, "Connections that they share.");
        var seconds = Number("--seconds", 5, "How long each measurement lasts.");
        var warmUp = Number("--warm-up", 3, "Seconds before it that do not count.");
        var pods = Number("--pods", 5000, "Pods that are listed.");
        var lists = Number("--lists", 2, "Lists under way at once.");
        var watchers = Number("--watchers", 200, "Watches that see every write.");
        var rate = Number("--writes-per-second", 0, "Writes while watching; 0: as many as the server takes.");
        rate.Aliases.Add("--write-rate");
        var pids = Processes("--pid", "Processes of the cluster whose CPU and memory are told for each measurement.");
        var otherPids = Processes("--compare-pid", "The same of the other cluster.");
        Option<string[]> only = new("--only") { Description = "Measure only these.", AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([.. ApiMeasurement.All.Select(m => m.Name)]);
        Command command = new("api", "Measure requests to an API server.")
        {
            rounds, clients, connections, seconds, warmUp, pods, lists, watchers, rate, pids, otherPids, only, json,
        };
        var endpoints = Endpoints.Of(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            ApiOptions options = new()
            {
                Clients = parsed.GetValue(clients),
                Connections = parsed.GetValue(connections),
                Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                WarmUp = TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
                Pods = parsed.GetValue(pods),
                Lists = parsed.GetValue(lists),
                Watchers = parsed.GetValue(watchers),
                WriteRate = parsed.GetValue(rate),
            };
            var configs = endpoints.Read(parsed);
            Report report = new(Endpoints.Names(configs));
            int[][] processes = [parsed.GetValue(pids) ?? [], parsed.GetValue(otherPids) ?? []];
            var names = parsed.GetValue(only) ?? [];
            ApiMeasurement[] chosen = [.. ApiMeasurement.All.Where(m => names.Length == 0 || names.Contains(m.Name))];
            await RunAsync(configs, processes, options, chosen, parsed.GetValue(rounds), report, cancellation);
            return parsed.Show(report, json);
        });
        return command;
    }

    private static async Task RunAsync(
        ClientConfig[] configs, int[][] processes, ApiOptions options, ApiMeasurement[] measurements, int rounds, Report report,
        CancellationToken cancellation)
    {
        List<Arena> arenas = [];
        try
        {
            foreach (var config in configs) arenas.Add(await Arena.OpenAsync(config, options, cancellation));
            foreach (var measurement in measurements)
            {
                for (var round = 0; round < rounds; round++)
                {
                    // Each comes first as often as the other: what the first leaves behind may be a burden to the second.
                    for (var turn = 0; turn < arenas.Count; turn++)
                    {
                        var i = round % 2 == 0 ? turn : arenas.Count - 1 - turn;
                        cancellation.ThrowIfCancellationRequested();
                        var use = ProcessUse.Begin(processes[i]);
                        report.Add(await measurement.RunAsync(arenas[i], cancellation), i);
                        report.Add(use.End(measurement.Name), i);
                    }
                }
            }
        }
        finally
        {
            foreach (var arena in arenas) await arena.DisposeAsync();
        }
    }

    private static Option<int[]> Processes(string name, string what) => new(name) { Description = what, AllowMultipleArgumentsPerToken = true };

    private static Option<int> Number(string name, int standard, string what) =>
        new(name) { Description = what, DefaultValueFactory = _ => standard };
}
