using System.CommandLine;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Host.Cluster;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace Kybernet.Host.Commands;

/// <summary><c>kybernet status</c>: whether the cluster runs, where, and how its nodes are.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        Command command = new("status", "Tell whether the cluster runs and how its nodes are.") { dataDir };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.Paths(dataDir), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ClusterPaths paths, CancellationToken cancellation)
    {
        if (RunningCluster.Find(paths) is not { } process)
        {
            AnsiConsole.MarkupLineInterpolated($"The cluster in {paths.Data} is not running: start it with [bold]kybernet up[/].");
            return 3;
        }

        var ready = File.Exists(paths.ReadyFile);
        AnsiConsole.MarkupLineInterpolated($"The cluster in {paths.Data} is {(ready ? "ready" : "starting")} (process {process.Pid}).");
        AnsiConsole.MarkupLineInterpolated($"kubeconfig: {paths.AdminKubeconfig}");
        if (!ready) return 0;

        using HttpsTransport transport = new(
            Kubeconfig.Load(paths.AdminKubeconfig).ToClientConfig(), ExecutionEnvironment.System(), NullLogger.Instance);
        var nodes = await NodesAsync(transport, cancellation);
        Table table = new Table().NoBorder().AddColumns("NODE", "STATUS", "ADDRESS", "RUNTIME");
        foreach (var node in nodes.Items)
        {
            var state = node.Status.Conditions.FirstOrDefault(c => c.Type == "Ready")?.Status == "True" ? "Ready" : "NotReady";
            var address = node.Status.Addresses.FirstOrDefault(a => a.Type == "InternalIP")?.Address ?? "";
            table.AddRow(node.Metadata.Name, state, address, node.Status.NodeInfo.ContainerRuntimeVersion);
        }

        AnsiConsole.Write(table);
        return 0;
    }

    private static async Task<ObjectList<Node>> NodesAsync(HttpsTransport transport, CancellationToken cancellation)
    {
        try
        {
            return await new KubeClient(transport).ListAsync<Node>(cancellation: cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailure($"the API server does not answer: {e.Message}");
        }
    }
}
