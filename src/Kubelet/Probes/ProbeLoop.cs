namespace Kybernet.Kubelet.Probes;

/// <summary>One probe of one container: what it asks, what it found, and whether it still goes on.</summary>
internal sealed class ProbeLoop : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    public ProbeLoop(ProbeTarget target)
    {
        Target = target;
        Stopped = _stop.Token;
        State = new(
            target.Kind switch
            {
                ProbeKind.Liveness => ProbeResult.Success,
                ProbeKind.Readiness => ProbeResult.Failure,
                _ => ProbeResult.Unknown,
            },
            Math.Max(1, target.Probe.SuccessThreshold),
            Math.Max(1, target.Probe.FailureThreshold));
    }

    /// <summary>What it asks.</summary>
    public ProbeTarget Target { get; }

    /// <summary>What it found.</summary>
    public ProbeState State { get; }

    /// <summary>Cancelled when the container is gone.</summary>
    public CancellationToken Stopped { get; }

    /// <summary>Completed when a startup probe has come to a result.</summary>
    public TaskCompletionSource Decided { get; } = new(); // in line: WaitAsync would go by way of the thread pool

    /// <summary>Waits until the container has come up by its startup probe; false when that failed.</summary>
    public static async Task<bool> HasStartedAsync(ProbeLoop? startup, CancellationToken cancellation)
    {
        if (startup is null) return true;
        await startup.Decided.Task.WaitAsync(cancellation);
        return startup.State.Result == ProbeResult.Success;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
