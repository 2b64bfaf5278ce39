using System.CommandLine;
using Kybernet.Cluster.Bench.Pods;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Commands;

/// <summary><c>pods</c>: how soon pods run.</summary>
internal static class PodsCommand
{
    public static Command Create()
    {
        var rounds = Endpoints.Rounds();
        var json = Output.Json();
        Option<string> image = new("--image") { Description = "An image with a sleep, present on the node.", Required = true };
        Option<string[]> sleep = new("--command")
        {
            Description = "What the containers run.", DefaultValueFactory = _ => ["sleep", "3600"], AllowMultipleArgumentsPerToken = true,
        };
        var single = Count("--one-at-a-time", 20, "Pods made one after the other.");
        var many = Count("--count", 50, "Pods made at once.");
        var fill = Count("--fill", 100, "Pods made at once to fill the node.");
        Option<int> limit = new("--limit") { Description = "Seconds after which all has to be done.", DefaultValueFactory = _ => 900 };
        Command command = new("pods", "Measure from a pod's creation to its running.")
        {
            rounds, image, sleep, single, many, fill, limit, json,
        };
        var endpoints = Endpoints.Of(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limited.CancelAfter(TimeSpan.FromSeconds(parsed.GetValue(limit)));
            var clusters = endpoints.Read(parsed);
            Report report = new(Endpoints.Names(clusters));
            for (var round = 0; round < parsed.GetValue(rounds); round++)
            {
                for (var i = 0; i < clusters.Length; i++)
                {
                    await using var arena = await PodArena.OpenAsync(
                        clusters[i], parsed.GetValue(image)!, parsed.GetValue(sleep)!, limited.Token);
                    var (one, all, full) = (parsed.GetValue(single), parsed.GetValue(many), parsed.GetValue(fill));
                    if (one > 0) report.Add(await OneAtATime.RunAsync(arena, one, limited.Token), i);
                    if (all > 0) report.Add(await AllAtOnce.RunAsync(arena, "many", all, limited.Token), i);
                    if (full > 0) report.Add(await AllAtOnce.RunAsync(arena, "fill", full, limited.Token), i);
                }
            }

            return parsed.Show(report, json);
        });
        return command;
    }

    private static Option<int> Count(string name, int standard, string what) =>
        new(name) { Description = what + " 0: leave this out.", DefaultValueFactory = _ => standard };
}
