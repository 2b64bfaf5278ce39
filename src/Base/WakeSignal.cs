namespace Kybernet.Base;

/// <summary>
/// Wakes one waiter, at the latest after the time it gave. Signals that come while nobody waits count once.
/// </summary>
public sealed class WakeSignal : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private TaskCompletionSource? _waiter;
    private bool _set;

    /// <summary>A signal that nobody has given yet.</summary>
    public WakeSignal(TimeProvider time) =>
        _timer = time.CreateTimer(static self => ((WakeSignal)self!).Set(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Wakes whoever waits, or the next one who does.</summary>
    public void Set()
    {
        TaskCompletionSource? waiter;
        lock (_lock)
        {
            waiter = _waiter;
            _waiter = null;
            _set = waiter is null;
        }

        waiter?.TrySetResult();
    }

    /// <summary>Waits for <see cref="Set"/>, or for <paramref name="atMost"/> (infinite: for ever).</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        TaskCompletionSource waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_set)
            {
                _set = false;
                return;
            }

            _waiter = waiter;
        }

        _timer.Change(atMost, Timeout.InfiniteTimeSpan);
        using (cancellation.UnsafeRegister(static (w, token) => ((TaskCompletionSource)w!).TrySetCanceled(token), waiter))
        {
            await waiter.Task;
        }

        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();
}
