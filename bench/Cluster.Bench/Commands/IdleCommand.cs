using System.CommandLine;
using Kybernet.Cluster.Bench.Idle;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Commands;

/// <summary><c>idle</c>: memory and CPU of processes over a while.</summary>
internal static class IdleCommand
{
    public static Command Create()
    {
        Option<int[]> pids = new("--pid") { Description = "The processes.", Required = true, AllowMultipleArgumentsPerToken = true };
        Option<int> seconds = new("--seconds") { Description = "How long to look.", DefaultValueFactory = _ => 60 };
        var json = Output.Json();
        Command command = new("idle", "Measure memory and CPU of running processes.") { pids, seconds, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            Report report = new("idle");
            var window = TimeSpan.FromSeconds(parsed.GetValue(seconds));
            report.Add(await IdleMeasurement.RunAsync(parsed.GetValue(pids)!, window, cancellation));
            return parsed.Show(report, json);
        });
        return command;
    }
}
