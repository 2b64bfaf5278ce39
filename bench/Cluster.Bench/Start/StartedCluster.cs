using System.Diagnostics;
using Kybernet.Linux.Processes;

namespace Kybernet.Cluster.Bench.Start;

/// <summary>A run of the program. Disposing ends it.</summary>
internal sealed class StartedCluster : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly StartPlace _place;
    private readonly Process _process;
    private readonly ProcessIdentity _identity;

    public StartedCluster(StartPlace place)
    {
        _place = place;
        Began = Stopwatch.GetTimestamp();
        _process = place.Start(place.Options.Command);
        _identity = ProcessIdentity.Of(_process.Id) ?? throw new InvalidOperationException($"{place.Options.Command[0]} ended at once");
    }

    /// <summary>When the process was started.</summary>
    public long Began { get; }

    /// <summary>Where its kubeconfig is.</summary>
    public string Kubeconfig => _place.Kubeconfig;

    /// <exception cref="InvalidOperationException">The process is gone.</exception>
    public void RequireRunning()
    {
        if (!_process.HasExited) return;
        throw new InvalidOperationException(
            $"{_place.Options.Command[0]} ended with {_process.ExitCode} before the cluster was up: see {StartPlace.Log}");
    }

    public async ValueTask DisposeAsync()
    {
        await _identity.EndAsync(Grace, TimeProvider.System, CancellationToken.None);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
