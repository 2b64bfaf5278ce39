using Kybernet.Storage.Collections;

namespace Kybernet.Storage;

/// <summary>The keys of a range at one revision. Immutable; keeps that state in memory for as long as it is referenced.</summary>
public sealed class StoreSnapshot
{
    private readonly BTreeSnapshot<StoreKey, KeyValue> _keys;

    internal StoreSnapshot(long revision, KeyRange range, BTreeSnapshot<StoreKey, KeyValue> keys)
    {
        Revision = revision;
        Range = range;
        _keys = keys;
    }

    internal BTreeSnapshot<StoreKey, KeyValue> Keys => _keys;

    /// <summary>The revision of this state.</summary>
    public long Revision { get; }

    /// <summary>The keys that this snapshot shows.</summary>
    public KeyRange Range { get; }

    /// <summary>How many keys there are. Takes logarithmic time.</summary>
    public int Count => _keys.Count(Range);

    /// <summary>The items in key order.</summary>
    public IEnumerable<KeyValue> Items()
    {
        foreach (var (_, item) in _keys.Enumerate(Range)) yield return item;
    }

    /// <summary>The item of a key; null when it does not exist or lies outside <see cref="Range"/>.</summary>
    public KeyValue? Find(StoreKey key) => Range.Contains(key) && _keys.TryGetValue(key, out var item) ? item : null;
}
