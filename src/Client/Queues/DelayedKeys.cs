namespace Kybernet.Client;

/// <summary>Keys that are to be queued later. One timer, set to the earliest of them.</summary>
internal sealed class DelayedKeys<TKey> : IDisposable where TKey : notnull
{
    // Timers of the system take at most some 49 days; a key for later than that is looked at in between.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly Action<TKey> _ready;
    private readonly PriorityQueue<TKey, (DateTimeOffset At, long Order)> _heap = new();
    private readonly Dictionary<TKey, DateTimeOffset> _due = [];
    private readonly ITimer _timer;
    private long _order;
    private bool _disposed;

    public DelayedKeys(TimeProvider time, Action<TKey> ready)
    {
        _time = time;
        _ready = ready;
        _timer = time.CreateTimer(static self => ((DelayedKeys<TKey>)self!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count
    {
        get { lock (_lock) return _due.Count; }
    }

    public void Add(TKey key, TimeSpan delay)
    {
        lock (_lock)
        {
            if (_disposed) return;
            var at = _time.GetUtcNow() + delay;
            if (_due.TryGetValue(key, out var known) && known <= at) return;
            // An earlier time leaves the later one in the heap; it is passed over when it comes up.
            _due[key] = at;
            _heap.Enqueue(key, (at, _order++));
            SetTimer();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _heap.Clear();
            _due.Clear();
        }

        _timer.Dispose();
    }

    private void OnTimer()
    {
        List<TKey> ready = [];
        lock (_lock)
        {
            if (_disposed) return;
            var now = _time.GetUtcNow();
            while (_heap.TryPeek(out var key, out var due) && due.At <= now)
            {
                _heap.Dequeue();
                if (_due.TryGetValue(key, out var at) && at == due.At)
                {
                    _due.Remove(key);
                    ready.Add(key);
                }
            }

            SetTimer();
        }

        foreach (var key in ready) _ready(key);
    }

    private void SetTimer()
    {
        while (_heap.TryPeek(out var key, out var due))
        {
            if (!_due.TryGetValue(key, out var at) || at != due.At)
            {
                _heap.Dequeue();
                continue;
            }

            var wait = at - _time.GetUtcNow();
            if (wait < TimeSpan.Zero) wait = TimeSpan.Zero;
            // Timers count whole milliseconds and would fire a little early.
            wait = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
            _timer.Change(wait < LongestTimer ? wait : LongestTimer, Timeout.InfiniteTimeSpan);
            return;
        }
    }
}
