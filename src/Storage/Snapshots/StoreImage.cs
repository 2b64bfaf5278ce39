using Kybernet.Storage.Collections;

namespace Kybernet.Storage;

/// <summary>A whole store at one moment: its keys and leases, without the history before. Immutable.</summary>
public sealed class StoreImage
{
    private readonly BTreeSnapshot<StoreKey, KeyValue> _keys;

    internal StoreImage(long revision, BTreeSnapshot<StoreKey, KeyValue> keys, IReadOnlyList<Lease> leases)
    {
        Revision = revision;
        _keys = keys;
        Leases = leases;
    }

    /// <summary>The store's revision at that moment.</summary>
    public long Revision { get; }

    /// <summary>The leases, by id.</summary>
    public IReadOnlyList<Lease> Leases { get; }

    /// <summary>How many keys there are.</summary>
    public int Count => _keys.Count(KeyRange.All);

    /// <summary>The keys in order.</summary>
    public IEnumerable<KeyValue> Items()
    {
        foreach (var (_, item) in _keys.All) yield return item;
    }
}
