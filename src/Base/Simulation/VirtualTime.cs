namespace Kybernet.Base;

/// <summary>
/// A clock that stands still until it is told to move, with its timers. Timers of one time fire in the order in which they
/// were set. Safe for use by several threads, but meant for one.
/// </summary>
/// <param name="start">The time at which it begins.</param>
public sealed class VirtualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<(VirtualTimer Timer, long Setting), (long At, long Order)> _due = new();
    private readonly SimulatedThread? _one;
    private long _ticks;
    private long _order;

    /// <param name="start">The time at which it begins.</param>
    /// <param name="one">Told of other threads that look at the clock or set a timer.</param>
    internal VirtualTime(DateTimeOffset start, SimulatedThread one) : this(start) => _one = one;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        _one?.Check("the clock is read");
        return Interlocked.Read(ref _ticks);
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => start.AddTicks(GetTimestamp());

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        VirtualTimer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves to the next timer and fires it, unless it lies after <paramref name="limit"/>.</summary>
    /// <returns>False when there is no such timer; the clock then stays where it is.</returns>
    public bool FireNext(DateTimeOffset limit)
    {
        var fire = MoveToNext(limit);
        fire?.Invoke();
        return fire is not null;
    }

    /// <summary>Moves to the next timer, unless it lies after <paramref name="limit"/>, and says what it does.</summary>
    /// <returns>Null when there is no such timer; the clock then stays where it is.</returns>
    internal Action? MoveToNext(DateTimeOffset limit)
    {
        VirtualTimer timer;
        lock (_lock)
        {
            while (true)
            {
                if (!_due.TryPeek(out var next, out var due)) return null;
                if (next.Setting == next.Timer.Setting)
                {
                    if (start.AddTicks(due.At) > limit) return null;
                    _ticks = Math.Max(_ticks, due.At);
                    timer = next.Timer;
                    _due.Dequeue();
                    break;
                }

                // Set anew or disposed since.
                _due.Dequeue();
            }

            timer.Setting++;
            if (timer.Period > TimeSpan.Zero) Schedule(timer, timer.Period);
        }

        return timer.Fire;
    }

    /// <summary>Moves to <paramref name="time"/> without firing anything; timers before it fire late.</summary>
    public void MoveTo(DateTimeOffset time)
    {
        lock (_lock) _ticks = Math.Max(_ticks, (time - start).Ticks);
    }

    private void Set(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        _one?.Check("a timer is set");
        lock (_lock)
        {
            timer.Setting++;
            timer.Period = period;
            if (dueTime != Timeout.InfiniteTimeSpan) Schedule(timer, dueTime);
        }
    }

    private void Schedule(VirtualTimer timer, TimeSpan delay) =>
        _due.Enqueue((timer, timer.Setting), (_ticks + delay.Ticks, _order++));

    private sealed class VirtualTimer(VirtualTime time, Action fire) : ITimer
    {
        // Counted up whenever the timer is set anew, so that older entries of the queue can be told.
        public long Setting { get; set; }

        public TimeSpan Period { get; set; }

        public Action Fire { get; } = fire;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Set(this, dueTime, period);
            return true;
        }

        public void Dispose() => time.Set(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
