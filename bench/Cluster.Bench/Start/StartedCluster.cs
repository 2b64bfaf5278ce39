using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kybernet.Linux.Processes;

namespace Kybernet.Cluster.Bench.Start;

/// <summary>A run of the program, with a directory and a port of its own.</summary>
internal sealed class StartedCluster : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly string Log = Path.Combine(Path.GetTempPath(), "cluster-bench.log");

    private readonly StartOptions _options;
    private readonly string _directory = Directory.CreateTempSubdirectory("cluster-bench-").FullName;
    private readonly int _port = FreePort();
    private readonly Process _process;
    private readonly ProcessIdentity _identity;

    public StartedCluster(StartOptions options)
    {
        _options = options;
        Began = Stopwatch.GetTimestamp();
        _process = Start(options.Command);
        _identity = ProcessIdentity.Of(_process.Id) ?? throw new InvalidOperationException($"{options.Command[0]} ended at once");
    }

    /// <summary>When the process was started.</summary>
    public long Began { get; }

    /// <summary>Where its kubeconfig is.</summary>
    public string Kubeconfig => Fill(_options.Kubeconfig);

    /// <exception cref="InvalidOperationException">The process is gone.</exception>
    public void RequireRunning()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"{_options.Command[0]} ended with {_process.ExitCode} before the cluster was up: see {Log}");
    }

    public async ValueTask DisposeAsync()
    {
        await _identity.EndAsync(Grace, TimeProvider.System, CancellationToken.None);
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_options.CleanUp.Count > 0)
        {
            using var cleanUp = Start(_options.CleanUp);
            await cleanUp.WaitForExitAsync();
            if (cleanUp.ExitCode != 0)
                throw new InvalidOperationException($"{string.Join(' ', _options.CleanUp)} ended with {cleanUp.ExitCode}: see {Log}");
        }

        // Cleaning up may have included it.
        if (Directory.Exists(_directory)) Directory.Delete(_directory, recursive: true);
    }

    // The program's own words would stand between the results: they go to a file.
    private Process Start(IReadOnlyList<string> command)
    {
        const string redirect = "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1";
        return Process.Start(new ProcessStartInfo("/bin/sh", ["-c", redirect, "sh", Log, .. command.Select(Fill)]))!;
    }

    private string Fill(string text) => text
        .Replace("{dir}", _directory, StringComparison.Ordinal)
        .Replace("{port}", _port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
