using System.CommandLine;
using Kybernet.Base;
using Kybernet.Host.Cluster;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace Kybernet.Host.Commands;

/// <summary><c>kybernet down [--purge]</c>: stops the cluster and its node and cleans the machine; the store stays unless purged.</summary>
internal static class DownCommand
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        Option<bool> purge = new("--purge") { Description = "Also delete the cluster's data: the store, certificates, images and logs." };
        Command command = new("down", "Stop the cluster, its pods and containerd, and clean up after them.") { dataDir, purge };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.Paths(dataDir), parsed.GetValue(purge), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(ClusterPaths paths, bool purge, CancellationToken cancellation)
    {
        Steps steps = new(AnsiConsole.Console);
        var environment = ExecutionEnvironment.System();
        if (RunningCluster.Find(paths) is { } process)
        {
            await steps.RunAsync("Kybernet stopped", () => process.EndAsync(StopLimit, environment.Time, cancellation));
        }

        if (Environment.IsPrivilegedProcess && NodeClaim.MayHaveLeft(paths))
        {
            await steps.RunAsync("pods, containerd, network and cgroups removed", async () =>
            {
                await new LocalNode(paths, environment, NullLoggerFactory.Instance).TearDownAsync(cancellation);
                await KubeProxyTable.RemoveAsync(environment, cancellation);
            });
        }

        if (Directory.Exists(paths.Run)) Directory.Delete(paths.Run, recursive: true);
        if (purge && Directory.Exists(paths.Data))
        {
            await steps.RunAsync($"{paths.Data} deleted", () =>
            {
                Directory.Delete(paths.Data, recursive: true);
                return Task.CompletedTask;
            });
        }
        else if (Directory.Exists(paths.Data))
        {
            steps.Say($"The cluster's data stays in {paths.Data}: [bold]kybernet up[/] carries on with it, [bold]kybernet down --purge[/] deletes it.");
        }

        return 0;
    }
}
