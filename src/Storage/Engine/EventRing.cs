using System.Numerics;

namespace Kybernet.Storage.Engine;

/// <summary>
/// The most recent changes, for watchers and for reads in the near past. Bounded by count and bytes; whole transactions are dropped,
/// oldest first, the newest never.
/// </summary>
internal sealed class EventRing(int maxEvents, long maxBytes, long firstRevision)
{
    /// <summary>What one read takes at most (or one transaction, if that is larger): readers hold the lock for a moment only.</summary>
    private const int SliceLength = 1024;
    private const int OverheadBytes = 200;

    private readonly Lock _lock = new();
    private StoreEvent[] _events = new StoreEvent[256];
    private long _head;
    private long _tail;
    private long _bytes;
    private long _firstRevision = firstRevision;

    /// <summary>From this revision on every change is at hand.</summary>
    public long FirstRevision => Volatile.Read(ref _firstRevision);

    /// <summary>The newest revision that was dropped; 0 when nothing was.</summary>
    public long DroppedThrough { get; private set; }

    /// <summary>Adds changes, which must be newer than those before.</summary>
    public void Append(List<StoreEvent> events)
    {
        lock (_lock)
        {
            foreach (var added in events)
            {
                if (_tail - _head == _events.Length) Grow();
                At(_tail++) = added;
                _bytes += Bytes(added);
            }
            while (_head < _tail && (_tail - _head > maxEvents || _bytes > maxBytes) && At(_head).Revision < At(_tail - 1).Revision)
                Drop();
            // A transaction goes as a whole.
            while (_head < _tail && At(_head).Revision < _firstRevision) Drop();
        }
    }

    /// <summary>Drops everything up to a revision.</summary>
    public void DropThrough(long revision)
    {
        lock (_lock)
        {
            while (_head < _tail && At(_head).Revision <= revision) Drop();
            if (_firstRevision <= revision) Volatile.Write(ref _firstRevision, revision + 1);
        }
    }

    /// <summary>
    /// The changes from <paramref name="from"/> to at most <paramref name="to"/>, whole transactions; null when they are no longer all
    /// at hand. <paramref name="reached"/> is the last revision they cover.
    /// </summary>
    public StoreEvent[]? Read(long from, long to, out long reached)
    {
        lock (_lock)
        {
            reached = to;
            if (from < _firstRevision) return null;
            var start = LowerBound(from);
            var end = LowerBound(to + 1);
            if (end - start > SliceLength)
            {
                reached = At(start + SliceLength - 1).Revision;
                end = LowerBound(reached + 1);
            }
            var slice = new StoreEvent[end - start];
            for (var i = 0; i < slice.Length; i++) slice[i] = At(start + i);
            return slice;
        }
    }

    /// <summary>As the other, and only what lies in a range.</summary>
    public EventSlice? Read(long from, long to, KeyRange range) => Read(from, to, out var reached) is { } events
        ? new EventSlice(Array.FindAll(events, change => range.Contains(change.Key)), reached)
        : null;

    private ref StoreEvent At(long position) => ref _events[(int)(position & (_events.Length - 1))];

    private long LowerBound(long revision)
    {
        long low = _head, high = _tail;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (At(middle).Revision < revision) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private void Drop()
    {
        ref var oldest = ref At(_head++);
        _bytes -= Bytes(oldest);
        DroppedThrough = oldest.Revision;
        Volatile.Write(ref _firstRevision, oldest.Revision + 1);
        oldest = null!;
    }

    private void Grow()
    {
        var larger = new StoreEvent[BitOperations.RoundUpToPowerOf2((uint)_events.Length * 2)];
        for (var position = _head; position < _tail; position++) larger[(int)(position & (larger.Length - 1))] = At(position);
        _events = larger;
    }

    private static long Bytes(StoreEvent change) =>
        OverheadBytes + change.Key.Length + change.KeyValue.Value.Length + (change.Previous?.Value.Length ?? 0);
}
