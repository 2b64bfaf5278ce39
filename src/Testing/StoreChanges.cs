using Kybernet.Base;
using Kybernet.Storage;

namespace Kybernet.Testing;

/// <summary>Wakes those who wait for something in the cluster when anything in it has changed.</summary>
internal sealed class StoreChanges : ICommitObserver, IDisposable
{
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly List<Subscription> _waiting = [];
    private readonly IDisposable _observing;

    public StoreChanges(IObservableStore store, TimeProvider time)
    {
        _time = time;
        _observing = store.Observe(KeyRange.All, this);
    }

    public Subscription Subscribe()
    {
        Subscription subscription = new(this);
        lock (_lock) _waiting.Add(subscription);
        return subscription;
    }

    public void OnSnapshot(StoreSnapshot snapshot)
    {
    }

    public void OnCommit(long revision, ReadOnlySpan<StoreEvent> events)
    {
        lock (_lock)
        {
            foreach (var waiting in _waiting) waiting.Wake();
        }
    }

    public void Dispose() => _observing.Dispose();

    /// <summary>One who waits.</summary>
    internal sealed class Subscription(StoreChanges changes) : IDisposable
    {
        // Conditions may depend on the clock too.
        private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(1);

        // Changes come in groups; and a condition that itself changes something must not spin.
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

        private readonly WakeSignal _changed = new(changes._time);

        public void Wake() => _changed.Set();

        /// <summary>Completes soon after the next change, or after a second.</summary>
        public async Task WaitAsync(CancellationToken cancellation)
        {
            await _changed.WaitAsync(AtMost, cancellation);
            await Task.Delay(Pause, changes._time, cancellation);
        }

        public void Dispose()
        {
            lock (changes._lock) changes._waiting.Remove(this);
            _changed.Dispose();
        }
    }
}
