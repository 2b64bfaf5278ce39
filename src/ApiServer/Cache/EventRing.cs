namespace Kybernet.ApiServer.Cache;

/// <summary>
/// The recent events of a resource, oldest first. It grows with the load and is bounded by count and bytes; what it has
/// dropped can no longer be watched. Used under the cache's lock.
/// </summary>
/// <param name="start">The revision of the state before the first event.</param>
/// <param name="maxCount">The most events to keep; a power of two.</param>
/// <param name="maxBytes">The most bytes of objects to keep alive.</param>
internal sealed class EventRing(long start, int maxCount = 16_384, long maxBytes = 32 << 20)
{
    private const int InitialCapacity = 64;

    private CacheEvent[] _items = new CacheEvent[InitialCapacity];
    private long _bytes;

    /// <summary>The number of the oldest event here; events are numbered as they come.</summary>
    public long First { get; private set; }

    /// <summary>The number that the next event will get.</summary>
    public long Next { get; private set; }

    /// <summary>How many events it can hold without growing.</summary>
    public int Capacity => _items.Length;

    /// <summary>Events of later revisions are all here.</summary>
    public long Floor { get; private set; } = start;

    /// <summary>Adds the newest event.</summary>
    public void Add(CacheEvent change)
    {
        while (Next > First && (Next - First >= maxCount || _bytes + change.Size > maxBytes)) Drop();
        if (Next - First == _items.Length) Grow();
        _items[Next++ & (_items.Length - 1)] = change;
        _bytes += change.Size;
    }

    /// <summary>The number of the first event after <paramref name="revision"/>; -1 when some of those are gone.</summary>
    public long Find(long revision)
    {
        if (revision < Floor) return -1;
        long low = First, high = Next;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (this[middle].Revision <= revision) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>Copies events from a number on. Returns how many; -1 when the first of them is gone.</summary>
    public int Copy(long from, Span<CacheEvent> into)
    {
        if (from < First) return -1;
        var count = (int)Math.Min(into.Length, Next - from);
        for (var i = 0; i < count; i++) into[i] = this[from + i];
        return count;
    }

    private ref CacheEvent this[long number] => ref _items[number & (_items.Length - 1)];

    private void Drop()
    {
        ref var oldest = ref this[First++];
        Floor = oldest.Revision;
        _bytes -= oldest.Size;
        oldest = null!;
    }

    private void Grow()
    {
        var larger = new CacheEvent[_items.Length * 2];
        for (var number = First; number < Next; number++) larger[number & (larger.Length - 1)] = this[number];
        _items = larger;
    }
}
