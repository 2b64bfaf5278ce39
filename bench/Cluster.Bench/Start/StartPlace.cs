using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kybernet.Cluster.Bench.Start;

/// <summary>A directory and a port of one cluster, which is started in it once or several times. Disposing cleans up.</summary>
internal sealed class StartPlace(StartOptions options) : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cluster-bench-").FullName;
    private readonly int _port = FreePort();

    /// <summary>What the programs say: between the results it would disturb.</summary>
    public static string Log { get; } = Path.Combine(Path.GetTempPath(), "cluster-bench.log");

    /// <summary>What is started, and how it is known to be up.</summary>
    public StartOptions Options => options;

    /// <summary>Where the cluster's kubeconfig is.</summary>
    public string Kubeconfig => Fill(options.Kubeconfig);

    /// <summary>Starts a program, with the directory and the port in its arguments.</summary>
    public Process Start(IReadOnlyList<string> command)
    {
        const string redirect = "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1";
        return Process.Start(new ProcessStartInfo("/bin/sh", ["-c", redirect, "sh", Log, .. command.Select(Fill)]))!;
    }

    public async ValueTask DisposeAsync()
    {
        if (options.CleanUp.Count > 0)
        {
            using var cleanUp = Start(options.CleanUp);
            await cleanUp.WaitForExitAsync();
            if (cleanUp.ExitCode != 0)
                throw new InvalidOperationException($"{string.Join(' ', options.CleanUp)} ended with {cleanUp.ExitCode}: see {Log}");
        }

        // Cleaning up may have included it.
        if (Directory.Exists(_directory)) Directory.Delete(_directory, recursive: true);
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
