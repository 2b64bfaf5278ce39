using System.CommandLine;
using Kybernet.Base;
using Kybernet.Host.Cluster;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace Kybernet.Host.Commands;

/// <summary><c>kybernet up</c>: a whole cluster on this machine, until it is told to stop.</summary>
internal static partial class UpCommand
{
    public static System.CommandLine.Command Create()
    {
        var dataDir = CommonOptions.DataDir();
        Option<string> runtime = new("--runtime") { Description = "containerd: real containers; hollow: pods that only pretend." };
        runtime.DefaultValueFactory = _ => "containerd";
        runtime.AcceptOnlyFromAmong("containerd", "hollow");
        Option<int> nodes = new("--nodes") { Description = "How many nodes (more than one: hollow ones)." };
        nodes.DefaultValueFactory = _ => 1;
        Option<int> port = new("--secure-port") { Description = "Where the API server listens." };
        port.DefaultValueFactory = _ => 6443;
        Option<bool> detach = new("--detach") { Description = "Return when the cluster is ready and leave it running." };
        Option<bool> yes = new("--yes", "-y") { Description = "Install missing packages without asking." };
        System.CommandLine.Command command = new("up", "Start the cluster on this machine, or carry on with it.") { dataDir, runtime, nodes, port, detach, yes };
        command.SetAction((parsed, cancellation) =>
        {
            UpOptions options = new()
            {
                Paths = parsed.Paths(dataDir),
                Hollow = parsed.GetValue(runtime) == "hollow",
                Nodes = parsed.GetValue(nodes),
                Port = parsed.GetValue(port),
                Yes = parsed.GetValue(yes),
            };
            return RunAsync(options, parsed.GetValue(detach), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(UpOptions options, bool detach, CancellationToken cancellation)
    {
        var environment = ExecutionEnvironment.System();
        Steps steps = new(AnsiConsole.Console);
        await UpPreparation.RunAsync(options, environment, steps, cancellation);
        return detach ? await DetachedUp.RunAsync(options, cancellation) : await RunHereAsync(options, environment, steps, cancellation);
    }

    private static async Task<int> RunHereAsync(UpOptions options, ExecutionEnvironment environment, Steps steps, CancellationToken cancellation)
    {
        options.Paths.Create();
        RunningCluster.Claim(options.Paths);
        var log = Path.Combine(options.Paths.Logs, "kybernet.log");
        using var loggers = Logging.Create(new FileLog(log, environment.Time));
        try
        {
            await using var cluster = await AllInOne.StartAsync(options, steps, environment, loggers, cancellation);
            TellWhatNext(options, steps);
            await await Task.WhenAny(cluster.Failed, Task.Delay(Timeout.InfiniteTimeSpan, cancellation));
            return 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            steps.Say($"Kybernet stopped. Containers go on running: [bold]kybernet up[/] takes them over, [bold]kybernet down[/] stops them.");
            return 0;
        }
        catch (Exception e) when (e is not CommandFailure)
        {
            LogFailed(loggers.CreateLogger("Kybernet"), e);
            throw new CommandFailure($"{e.Message} (the whole story is in {log})");
        }
        finally
        {
            RunningCluster.Release(options.Paths);
        }
    }

    private static void TellWhatNext(UpOptions options, Steps steps)
    {
        steps.Say($"");
        steps.Say($"The cluster is ready. In another terminal:");
        steps.Say($"  [bold]export KUBECONFIG={options.Paths.AdminKubeconfig}[/]");
        steps.Say($"  [bold]kubectl get nodes[/]");
    }

    [LoggerMessage(LogLevel.Critical, "The cluster failed")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
