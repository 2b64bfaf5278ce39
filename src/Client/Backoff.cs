using Kybernet.Base;

namespace Kybernet.Client;

/// <summary>
/// Pauses that double from a first to a longest one, each lengthened by up to its own length, and that begin anew after a
/// quiet while (upstream's BackoffManager).
/// </summary>
internal sealed class Backoff(ExecutionEnvironment environment, TimeSpan first, TimeSpan longest, TimeSpan resetAfter)
{
    private TimeSpan? _next;
    private long? _lastWait;

    /// <summary>Waits for the next pause.</summary>
    /// <returns>False when cancelled.</returns>
    public async Task<bool> WaitAsync(CancellationToken cancellation)
    {
        if (_lastWait is { } last && environment.Time.GetElapsedTime(last) > resetAfter) _next = null;
        _lastWait = environment.Time.GetTimestamp();
        var current = _next ?? first;
        var pause = environment.Random.Jitter(current, 1.0);
        _next = current * 2 < longest ? current * 2 : longest;
        try
        {
            await environment.Delay(pause < longest ? pause : longest, cancellation);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
