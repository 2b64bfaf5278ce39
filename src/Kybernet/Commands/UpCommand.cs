using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Kybernet.Base;
using Kybernet.Host.Cluster;
using Kybernet.Linux.Packages;
using Kybernet.Linux.Processes;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace Kybernet.Host.Commands;

/// <summary><c>kybernet up</c>: a whole cluster on this machine, until it is told to stop.</summary>
internal static class UpCommand
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
            return parsed.GetValue(detach) ? DetachedUp.RunAsync(options, cancellation) : RunAsync(options, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(UpOptions options, CancellationToken cancellation)
    {
        var environment = ExecutionEnvironment.System();
        Steps steps = new(AnsiConsole.Console);
        await PrepareAsync(options, environment, steps, cancellation);
        options.Paths.Create();
        RunningCluster.Claim(options.Paths);
        using var loggers = LoggerFactory.Create(b => b.AddProvider(new FileLog(Path.Combine(options.Paths.Logs, "kybernet.log"), environment.Time)));
        try
        {
            await using var cluster = await AllInOne.StartAsync(options, steps, environment, loggers, cancellation);
            TellWhatNext(options, steps);
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            return 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            steps.Say($"Kybernet stopped. Containers go on running: [bold]kybernet up[/] takes them over, [bold]kybernet down[/] stops them.");
            return 0;
        }
        finally
        {
            RunningCluster.Release(options.Paths);
        }
    }

    private static async Task PrepareAsync(UpOptions options, ExecutionEnvironment environment, Steps steps, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux()) throw new CommandFailure("this is not Linux: run Kybernet on a Linux machine or in a virtual one");
        if (options.Nodes < 1) throw new CommandFailure("--nodes has to be at least 1");
        if (!options.Hollow && options.Nodes > 1)
            throw new CommandFailure("one machine carries one real node so far: several nodes need --runtime hollow");
        if (RunningCluster.Find(options.Paths) is null) CheckPort(options.Port);
        if (options.Hollow) return;
        if (!Environment.IsPrivilegedProcess)
            throw new CommandFailure("real containers need root: run `sudo kybernet up`, or `kybernet up --runtime hollow` for pods that only pretend");
        var missing = DebianPackages.Missing();
        if (missing.Count == 0) return;
        if (!DebianPackages.CanInstall) throw new CommandFailure(DebianPackages.Explain(missing));
        if (!options.Yes && !Console.IsInputRedirected
            && !AnsiConsole.Confirm($"Packages are missing: {string.Join(", ", missing)}. Install them?"))
        {
            throw new CommandFailure(DebianPackages.Explain(missing));
        }

        await steps.RunAsync(
            $"packages installed: {string.Join(", ", missing)}",
            () => new DebianPackages(new ChildProcessRunner(environment.Time)).InstallAsync(missing, line => steps.Say($"  [grey]{line}[/]"), cancellation));
    }

    private static void CheckPort(int port)
    {
        try
        {
            using TcpListener listener = new(IPAddress.IPv6Any, port);
            listener.Server.DualMode = true;
            listener.Start();
        }
        catch (SocketException)
        {
            throw new CommandFailure($"port {port} is taken by another program: stop that, or choose another with --secure-port");
        }
    }

    private static void TellWhatNext(UpOptions options, Steps steps)
    {
        steps.Say($"");
        steps.Say($"The cluster is ready. In another terminal:");
        steps.Say($"  [bold]export KUBECONFIG={options.Paths.AdminKubeconfig}[/]");
        steps.Say($"  [bold]kubectl get nodes[/]");
    }
}
