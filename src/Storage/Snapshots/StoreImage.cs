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

    /// <summary>
    /// Captures a store, wherever it is. Of the leases those that have keys: another store's leases need not be this cluster's.
    /// </summary>
    public static async Task<StoreImage> CaptureAsync(IObservableStore store, CancellationToken cancellation = default)
    {
        if (store is IEmbeddedStore embedded) return await embedded.CaptureAsync(cancellation);
        await store.CatchUpAsync(cancellation);
        var snapshot = store.Snapshot();
        List<Lease> leases = [];
        foreach (var id in snapshot.Items().Select(static item => item.LeaseId).Where(static id => id != 0).Distinct().Order())
        {
            var status = await store.Leases.TimeToLiveAsync(id, cancellation);
            leases.Add(status.Lease);
        }
        return new StoreImage(snapshot.Revision, snapshot.Keys, leases);
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

    /// <summary>
    /// The keys as they came to be: those that one revision wrote together, in the order of these revisions, and within one in that of
    /// the keys.
    /// </summary>
    public IEnumerable<IGrouping<long, KeyValue>> ByRevision() =>
        Items().OrderBy(static item => item.ModRevision).GroupBy(static item => item.ModRevision);
}
