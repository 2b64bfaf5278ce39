using System.CommandLine;
using Kybernet.Cluster.Bench.Api;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Commands;

/// <summary><c>memory</c>: what processes need with many objects stored.</summary>
internal static class MemoryCommand
{
    public static Command Create()
    {
        Option<int[]> pids = new("--pid") { Description = "The processes.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<int> pods = new("--pods") { Description = "Pods that are made.", DefaultValueFactory = _ => 5000 };
        Option<int> maps = new("--configmaps") { Description = "ConfigMaps that are made.", DefaultValueFactory = _ => 6500 };
        Option<int> settle = new("--settle") { Description = "Seconds to wait before each look.", DefaultValueFactory = _ => 30 };
        var json = Output.Json();
        Command command = new("memory", "Measure the memory of processes before and after many objects are stored.") { pids, pods, maps, settle, json };
        var endpoints = Endpoints.Of(command, canCompare: false);
        command.SetAction(async (parsed, cancellation) =>
        {
            var configs = endpoints.Read(parsed);
            Report report = new(Endpoints.Names(configs));
            var figures = await StoredMemory.RunAsync(
                configs[0], parsed.GetValue(pids)!, parsed.GetValue(pods), parsed.GetValue(maps), TimeSpan.FromSeconds(parsed.GetValue(settle)),
                cancellation);
            report.Add(figures);
            return parsed.Show(report, json);
        });
        return command;
    }
}
