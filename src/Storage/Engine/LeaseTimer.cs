namespace Kybernet.Storage.Engine;

/// <summary>Fires when the next lease may have ended.</summary>
internal sealed class LeaseTimer : IDisposable
{
    /// <summary>Timers cannot be set much further; firing early does no harm.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>How soon to look again at a lease that should have ended already, as while the store cannot write.</summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromMilliseconds(500);

    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private TimeSpan? _armed;

    public LeaseTimer(TimeProvider time, Action fire) =>
        _timer = time.CreateTimer(
            _ =>
            {
                lock (_lock) _armed = null;
                fire();
            },
            null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Sets the timer for a deadline, unless it is set for it already.</summary>
    public void Arm(TimeSpan? deadline, TimeSpan now)
    {
        lock (_lock)
        {
            if (deadline == _armed) return;
            _armed = deadline;
            _timer.Change(deadline is { } end ? Due(end - now) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose() => _timer.Dispose();

    private static TimeSpan Due(TimeSpan remaining)
    {
        if (remaining <= TimeSpan.Zero) return Overdue;
        // A whole millisecond up, as timers count: none fires before the lease has ended.
        return remaining < Longest ? TimeSpan.FromMilliseconds(Math.Ceiling(remaining.TotalMilliseconds)) : Longest;
    }
}
