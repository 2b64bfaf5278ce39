using Kybernet.Storage.Etcd;

namespace Kybernet.Storage;

/// <summary>
/// Writes an image into a store of any kind, key by key: the way into an etcd. The values are the same, byte for byte, and the keys'
/// revisions in the same order; the revisions themselves are the store's own.
/// </summary>
public static class StoreCopy
{
    /// <summary>Writes it.</summary>
    /// <param name="image">What to write.</param>
    /// <param name="store">Where; it should be empty.</param>
    /// <param name="onWritten">Told how many keys have been written.</param>
    /// <param name="cancellation">Gives up, with what has been written so far.</param>
    public static async Task WriteAsync(StoreImage image, IStore store, Action<int>? onWritten = null, CancellationToken cancellation = default)
    {
        foreach (var lease in image.Leases) await GrantAsync(lease, store, cancellation);
        var written = 0;
        foreach (var revision in image.ByRevision())
        {
            foreach (var some in revision.Chunk(EtcdLimits.UsualTxnOps))
            {
                await store.CommitAsync(
                    new Transaction { Success = [.. some.Select(static item => new Operation.Put(item.Key, item.Value, item.LeaseId))] }, cancellation);
                written += some.Length;
                onWritten?.Invoke(written);
            }
        }
    }

    /// <summary>Grants a lease; one that an interrupted copy has left there is taken as it is.</summary>
    private static async Task GrantAsync(Lease lease, IStore store, CancellationToken cancellation)
    {
        try
        {
            await store.Leases.GrantAsync(lease.TtlSeconds, lease.Id, cancellation);
        }
        catch (LeaseExistsException)
        {
            var there = await store.Leases.TimeToLiveAsync(lease.Id, cancellation);
            if (there.Lease.TtlSeconds != lease.TtlSeconds || there.Keys.Count > 0) throw;
        }
    }

    /// <summary>The first key that is not in both with the same value; null when the stores have the same.</summary>
    public static StoreKey? FindDifference(StoreImage one, StoreImage other)
    {
        using var others = other.Items().GetEnumerator();
        foreach (var item in one.Items())
        {
            if (!others.MoveNext()) return item.Key;
            if (item.Key != others.Current.Key) return item.Key < others.Current.Key ? item.Key : others.Current.Key;
            if (!item.Value.Span.SequenceEqual(others.Current.Value.Span)) return item.Key;
        }
        return others.MoveNext() ? others.Current.Key : null;
    }
}
