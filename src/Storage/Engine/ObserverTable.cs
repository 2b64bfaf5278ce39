using System.Runtime.InteropServices;

namespace Kybernet.Storage.Engine;

/// <summary>
/// The registered observers by range. Sorted by start, and each place knows how far the ranges up to it reach, so that the observers
/// of a key are found by one binary search, however many there are. Used under the writer's publication lock.
/// </summary>
internal sealed class ObserverTable
{
    private readonly List<Entry> _entries = [];
    private readonly List<Entry> _touched = [];

    public Entry Add(KeyRange range, ICommitObserver observer)
    {
        var entry = new Entry(range, observer);
        var at = _entries.FindIndex(other => other.Range.Start > range.Start);
        _entries.Insert(at < 0 ? _entries.Count : at, entry);
        Reach();
        return entry;
    }

    public void Remove(Entry entry)
    {
        if (_entries.Remove(entry)) Reach();
    }

    /// <summary>Tells every observer of its changes: one call for the whole batch.</summary>
    public void Publish(long revision, List<StoreEvent> events)
    {
        if (_entries.Count == 0) return;
        foreach (var change in events) Collect(change);
        foreach (var entry in _touched)
        {
            entry.Observer.OnCommit(revision, CollectionsMarshal.AsSpan(entry.Pending));
            entry.Pending.Clear();
        }
        _touched.Clear();
    }

    private void Collect(StoreEvent change)
    {
        var key = change.Key;
        for (var at = LastStartingAtOrBefore(key); at >= 0 && _entries[at].Reach.EndsAfter(key); at--)
        {
            var entry = _entries[at];
            if (!entry.Range.EndsAfter(key)) continue;
            if (entry.Pending.Count == 0) _touched.Add(entry);
            entry.Pending.Add(change);
        }
    }

    private int LastStartingAtOrBefore(StoreKey key)
    {
        int low = 0, high = _entries.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_entries[middle].Range.Start <= key) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }

    private void Reach()
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            var own = _entries[i].Range;
            var before = i > 0 ? _entries[i - 1].Reach : own;
            _entries[i].Reach = own.End.IsEmpty || (!before.End.IsEmpty && own.End > before.End) ? own : before;
        }
    }

    internal sealed class Entry(KeyRange range, ICommitObserver observer)
    {
        public KeyRange Range => range;

        public ICommitObserver Observer => observer;

        /// <summary>The range, of this entry and those before it, that ends last.</summary>
        public KeyRange Reach { get; set; }

        public List<StoreEvent> Pending { get; } = [];
    }
}
