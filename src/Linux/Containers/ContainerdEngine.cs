using Kybernet.Base;
using Kybernet.Linux.Processes;
using Microsoft.Extensions.Logging;

namespace Kybernet.Linux.Containers;

/// <summary>
/// A node's own containerd: its own root, state, socket and configuration, beside whatever engine the machine may have. It runs
/// in a session of its own and goes on, with all containers, when Kybernet ends; the next start takes it over.
/// </summary>
/// <param name="options">What differs from node to node.</param>
/// <param name="runner">Runs ctr.</param>
/// <param name="environment">The clock.</param>
/// <param name="logger">Where it says what it does.</param>
public sealed partial class ContainerdEngine(
    ContainerdOptions options, ICommandRunner runner, ExecutionEnvironment environment, ILogger<ContainerdEngine> logger)
{
    // sun_path holds 107 characters, and containerd opens a second socket called SOCKET.ttrpc beside the first.
    private const int MaxSocketPath = 101;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>The socket of its API and of the Container Runtime Interface.</summary>
    public string Socket => options.Socket;

    /// <summary>Loads images into it; also for a process other than the one that started it.</summary>
    public ImageLoader CreateImageLoader()
    {
        // Images are unpacked for the snapshotter that the running engine was started with.
        var native = File.Exists(options.ConfigFile) && File.ReadAllText(options.ConfigFile).Contains("snapshotter = \"native\"", StringComparison.Ordinal);
        return new ImageLoader(options.Socket, native ? Snapshotter.Native : Snapshotter.Overlay, runner, environment);
    }

    /// <summary>
    /// Starts it, or takes over the one that runs. One that runs with another configuration is started anew; containers do not
    /// notice. Returns when it serves the Container Runtime Interface.
    /// </summary>
    /// <exception cref="FileNotFoundException">containerd is not installed.</exception>
    /// <exception cref="InvalidOperationException">It did not come up; the message holds the end of its log.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (options.Socket.Length > MaxSocketPath)
            throw new InvalidOperationException($"the path of containerd's socket is longer than {MaxSocketPath} characters: {options.Socket}");
        Directory.CreateDirectory(options.RootDirectory);
        Directory.CreateDirectory(options.StateDirectory);
        Directory.CreateDirectory(options.RegistryConfigDirectory);
        var snapshotter = Snapshotter.ChooseFor(options.RootDirectory);
        var configuration = ContainerdConfiguration.Build(options, snapshotter, Capabilities.MayLowerOomScore);

        var running = FindRunning();
        if (running is not null && File.ReadAllText(options.ConfigFile) == configuration)
        {
            await WaitUntilItServesAsync(running, cancellation);
            LogTakenOver(running.Pid, options.Socket);
            return;
        }
        if (running is not null)
        {
            LogConfigurationChanged(running.Pid);
            await running.EndAsync(StopGrace, environment.Time, cancellation);
        }
        File.WriteAllText(options.ConfigFile, configuration);
        var started = DetachedProcess.Start(new Command("containerd", "--config", options.ConfigFile).In(options.Network), options.LogFile);
        await WaitUntilItServesAsync(started, cancellation);
        LogStarted(started.Pid, options.Socket, snapshotter);
    }

    /// <summary>Stops the engine; containers go on running, and the next start finds them.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (FindRunning() is not { } running) return;
        await running.EndAsync(StopGrace, environment.Time, cancellation);
        LogStopped(running.Pid);
    }

    /// <summary>
    /// Ends all containers and the engine by force and removes what they leave in the kernel and under the state directory:
    /// processes, mounts, network namespaces, cgroups, sockets. Images stay. Pods that deserve a grace period were stopped
    /// before. Works on what a crash or reboot left, and twice.
    /// </summary>
    public Task CleanUpAsync(CancellationToken cancellation) =>
        new EngineCleanup(options, runner, environment.Time).RunAsync(FindRunning(), cancellation);

    /// <summary>By its configuration file among the arguments, which no other process has: surer than a file with a process id.</summary>
    internal ProcessIdentity? FindRunning() =>
        ProcessTable.FindByArguments(arguments => Path.GetFileName(arguments[0]) == "containerd" && arguments.Contains(options.ConfigFile)).FirstOrDefault();

    private async Task WaitUntilItServesAsync(ProcessIdentity process, CancellationToken cancellation)
    {
        using var probe = new CriProbe(options.Socket);
        var start = environment.Time.GetTimestamp();
        while (!await probe.IsServingAsync(cancellation))
        {
            if (!process.IsRunning) throw new InvalidOperationException($"containerd ended while it started: {EndOfLog()}");
            if (environment.Time.GetElapsedTime(start) > StartLimit)
                throw new InvalidOperationException($"containerd did not answer on {options.Socket} within {StartLimit.TotalSeconds} s: {EndOfLog()}");
            await environment.Delay(PollInterval, cancellation);
        }
    }

    private string EndOfLog() =>
        File.Exists(options.LogFile) ? string.Join(" | ", File.ReadLines(options.LogFile).TakeLast(3)) : "it wrote no log";
}
