using System.Net;
using System.Net.Sockets;
using Kybernet.Base;
using Kybernet.Host.Cluster;
using Kybernet.Linux.Packages;
using Kybernet.Linux.Processes;
using Spectre.Console;

namespace Kybernet.Host.Commands;

/// <summary>What <c>up</c> makes sure of before it touches anything: each refusal says what is wrong and what to do.</summary>
internal static class UpPreparation
{
    /// <summary>Checks the machine and brings the packages that are missing.</summary>
    /// <exception cref="CommandFailure">The cluster cannot be started here like this.</exception>
    public static async Task RunAsync(UpOptions options, ExecutionEnvironment environment, Steps steps, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux()) throw new CommandFailure("this is not Linux: run Kybernet on a Linux machine or in a virtual one");
        if (options.Nodes < 1) throw new CommandFailure("--nodes has to be at least 1");
        if (!options.Hollow && options.Nodes > 1)
            throw new CommandFailure("one machine carries one real node so far: several nodes need --runtime hollow");
        if (RunningCluster.Find(options.Paths) is { } running)
        {
            throw new CommandFailure(
                $"the cluster in {options.Paths.Data} is running already (process {running.Pid}): stop it with `kybernet down`, or use another --data-dir");
        }

        if (!options.Hollow && !Environment.IsPrivilegedProcess)
            throw new CommandFailure("real containers need root: run `sudo kybernet up`, or `kybernet up --runtime hollow` for pods that only pretend");
        CheckPort(options.Port, "choose another with --secure-port");
        if (options.Hollow) return;
        NodeClaim.Check(options.Paths);
        CheckPort(LocalNode.KubeletPort, "the kubelet listens there");
        await BringPackagesAsync(options, environment, steps, cancellation);
    }

    private static async Task BringPackagesAsync(UpOptions options, ExecutionEnvironment environment, Steps steps, CancellationToken cancellation)
    {
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

    private static void CheckPort(int port, string advice)
    {
        try
        {
            using TcpListener listener = new(IPAddress.IPv6Any, port);
            listener.Server.DualMode = true;
            listener.Start();
        }
        catch (SocketException)
        {
            throw new CommandFailure($"port {port} is taken by another program: stop that ({advice})");
        }
    }
}
