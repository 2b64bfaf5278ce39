using Kybernet.Storage;

namespace Kybernet.ApiServer.Cache;

/// <summary>
/// A reader of a cache's events at its own pace: nothing but the number of the next event it wants. Nobody waits for it;
/// when the ring has passed it, it is told so. To be used by one reader.
/// </summary>
internal sealed class CacheWatcher : IDisposable
{
    private readonly ResourceCache _cache;
    private readonly KeyRange _range;
    private readonly WakeSignal _signal = new();
    private long _next;

    internal CacheWatcher(ResourceCache cache, KeyRange range, long next)
    {
        _cache = cache;
        _range = range;
        _next = next;
    }

    /// <summary>
    /// Copies the next events, of the whole resource. 0: there are none, and <paramref name="reached"/> is a revision up
    /// to which everything has been read. -1: the ring has passed this reader, events are lost.
    /// </summary>
    public int Read(Span<CacheEvent> into, out long reached)
    {
        var count = _cache.ReadEvents(_next, into, out reached);
        if (count > 0) Volatile.Write(ref _next, _next + count);
        return count;
    }

    /// <summary>Completes when there may be events to read, or <see cref="Wake"/> was called.</summary>
    public ValueTask WaitAsync() => _signal.WaitAsync();

    /// <summary>Ends the wait.</summary>
    public void Wake() => _signal.Set();

    /// <summary>Forgets the watcher.</summary>
    public void Dispose() => _cache.Forget(this);

    /// <summary>
    /// Called by the writer after it has added events. A reader of one namespace sleeps through what concerns others,
    /// but not for so long that the ring passes it.
    /// </summary>
    internal void Notify(ReadOnlySpan<StoreEvent> events, long next)
    {
        const int drowsy = 256;
        if (next - Volatile.Read(ref _next) > drowsy || Concerns(events)) _signal.Set();
    }

    private bool Concerns(ReadOnlySpan<StoreEvent> events)
    {
        foreach (var change in events)
        {
            if (_range.Contains(change.Key)) return true;
        }

        return false;
    }
}
