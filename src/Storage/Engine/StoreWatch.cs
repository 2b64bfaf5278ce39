using System.Runtime.CompilerServices;

namespace Kybernet.Storage.Engine;

/// <summary>
/// A watch is nothing but the next revision it wants: it reads the event buffer at its own pace, so that nobody waits for it, and the
/// log where the buffer does not reach back to its start. Having caught up with the buffer once, it must keep up.
/// </summary>
internal sealed class StoreWatch(IWatchSource store, WatchTable table, KeyRange range, long startRevision) : IStoreWatch
{
    private readonly AsyncSignal _wake = new();
    private long _next = startRevision;
    private bool _keptUp = startRevision >= store.OldestAtHand;
    private bool _progressWanted;
    private volatile bool _disposed;

    public void RequestProgress()
    {
        Volatile.Write(ref _progressWanted, true);
        _wake.Set();
    }

    public async IAsyncEnumerable<WatchBatch> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // Not WaitAsync below: it would go by way of the thread pool, which a simulation must not.
        await using var cancelled = cancellation.UnsafeRegister(static watch => ((StoreWatch)watch!).Wake(), this);
        while (true)
        {
            // Armed before anything is looked at, and the end before the revision: whatever comes in between is seen or wakes us.
            var woken = _wake.Arm();
            cancellation.ThrowIfCancellationRequested();
            if (_disposed) yield break;
            var progress = Interlocked.Exchange(ref _progressWanted, false);
            var end = store.End;
            var reached = store.CurrentRevision;
            if (_next <= reached)
            {
                var (events, through) = await ReadAsync(reached, cancellation);
                _next = through + 1;
                if (through < reached && progress) Volatile.Write(ref _progressWanted, true);
                if (events.Count > 0 || (progress && through == reached)) yield return new WatchBatch(through, events);
            }
            else if (progress)
            {
                yield return new WatchBatch(_next - 1, []);
            }
            else
            {
                // What has been committed is still delivered when the store closes.
                if (end is not null) throw end;
                await woken;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _disposed = true;
        table.Remove(this);
        _wake.Set();
        return ValueTask.CompletedTask;
    }

    public void Wake() => _wake.Set();

    private async ValueTask<EventSlice> ReadAsync(long through, CancellationToken cancellation)
    {
        if (store.ReadAtHand(_next, through, range) is { } slice)
        {
            _keptUp = true;
            return slice;
        }
        if (_keptUp) throw new SlowWatcherException(_next);
        return await store.ReadEventsAsync(_next, through, range, cancellation);
    }
}
