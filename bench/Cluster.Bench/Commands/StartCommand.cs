using System.CommandLine;
using Kybernet.Cluster.Bench.Reports;
using Kybernet.Cluster.Bench.Start;

namespace Kybernet.Cluster.Bench.Commands;

/// <summary><c>start</c>: how long a cluster takes to come up.</summary>
internal static class StartCommand
{
    public static Command Create()
    {
        Option<FileInfo> executable = new("--executable")
        {
            Description = "The Kybernet that is started.", DefaultValueFactory = _ => new FileInfo("artifacts/kybernet/kybernet"),
        };
        Option<string> runtime = new("--runtime") { Description = "What its node runs.", DefaultValueFactory = _ => "hollow" };
        runtime.AcceptOnlyFromAmong("hollow", "containerd");
        Option<int> times = new("--times") { Description = "How often.", DefaultValueFactory = _ => 10 };
        Option<int> nodes = new("--nodes") 
        {
            Description = "How many nodes have to be Ready; 0: none is waited for.", DefaultValueFactory = _ => 1,
        };
        Option<int> objects = new("--objects")
        {
            Description = "Objects that are stored before: half Pods, half ConfigMaps. The cluster is then started with its store, and only its readiness is measured.",
        };
        Option<string> kubeconfig = new("--kubeconfig")
        {
            Description = "Where the kubeconfig is or will be.", DefaultValueFactory = _ => "{dir}/admin.kubeconfig",
        };
        Argument<string[]> own = new("command")
        {
            Description = "Another program to start, with its arguments; {dir} and {port} stand for a fresh directory and a free port.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var json = Output.Json();
        Command command = new("start", "Measure from process start to readiness.")
        {
            executable, runtime, times, nodes, objects, kubeconfig, own, json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var program = parsed.GetValue(executable)!.FullName;
            string[] given = parsed.GetValue(own) ?? [];
            StartOptions options = new()
            {
                Command = given.Length > 0
                    ? given
                    :
                    [
                        program, "up", "--runtime", parsed.GetValue(runtime)!, "--nodes", $"{Math.Max(1, parsed.GetValue(nodes))}",
                        "--data-dir", "{dir}", "--secure-port", "{port}", "--yes",
                    ],
                CleanUp = given.Length > 0 ? [] : [program, "down", "--purge", "--data-dir", "{dir}"],
                Kubeconfig = parsed.GetValue(kubeconfig)!,
                Nodes = parsed.GetValue(nodes),
                Objects = parsed.GetValue(objects),
            };
            Report report = new("start");
            report.Add(await StartMeasurement.RunAsync(options, parsed.GetValue(times), cancellation));
            return parsed.Show(report, json);
        });
        return command;
    }
}
