using Kybernet.Api;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Registry;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>
/// Puts objects into the store by compare and swap, in one transaction with what they take and give back beside themselves
/// (<see cref="IWriteHook"/>), and tells its failures as the API does.
/// </summary>
internal sealed class ObjectStore(IStore store, IValueTransformer transformer, ExpiryLeases leases)
{
    /// <summary>Stores a new object.</summary>
    /// <returns>What was stored; null when there is an object of that name, or the claim is lost.</returns>
    public async ValueTask<ObjectEntry?> CreateAsync(StoredResource resource, KubeObject obj, WriteClaim? claim, CancellationToken cancellation)
    {
        var key = resource.Key(obj.Metadata.Namespace, obj.Metadata.Name);
        var json = ObjectFormat.Encode(obj);
        var revision = await PutAsync(resource, key, json, 0, claim, [], cancellation);
        return revision == 0 ? null : new ObjectEntry(resource.Format, key, json, revision);
    }

    /// <summary>Stores a new state of an object.</summary>
    /// <returns>What was stored; null when the object has changed since <paramref name="old"/>.</returns>
    public ValueTask<ObjectEntry?> ReplaceAsync(StoredResource resource, ObjectEntry old, KubeObject obj, CancellationToken cancellation) =>
        ReplaceAsync(resource, old, obj, ObjectFormat.Encode(obj), null, cancellation);

    /// <summary>Stores a new state of an object that is encoded already.</summary>
    /// <param name="resource">What it is.</param>
    /// <param name="old">The state it was made from.</param>
    /// <param name="obj">The new state.</param>
    /// <param name="json">The new state as <see cref="ObjectFormat.Encode"/> makes it.</param>
    /// <param name="claim">What it takes; null: nothing.</param>
    /// <param name="cancellation">Gives up before it is written.</param>
    /// <returns>What was stored; null when the object has changed since <paramref name="old"/>, or the claim is lost.</returns>
    public async ValueTask<ObjectEntry?> ReplaceAsync(
        StoredResource resource, ObjectEntry old, KubeObject obj, byte[] json, WriteClaim? claim, CancellationToken cancellation)
    {
        var gives = await GivesAsync(resource, obj, old, cancellation);
        var revision = await PutAsync(resource, old.Key, json, old.Revision, claim, gives, cancellation);
        return revision == 0 ? null : new ObjectEntry(resource.Format, old.Key, json, revision);
    }

    /// <summary>Deletes an object. Returns the revision of its deletion; 0 when it has changed since <paramref name="old"/>.</summary>
    public async ValueTask<long> DeleteAsync(StoredResource resource, ObjectEntry old, CancellationToken cancellation)
    {
        while (true)
        {
            WriteClaim claim = new([]);
            var gives = await GivesAsync(resource, null, old, cancellation);
            var revision = await WriteAsync(old.Key, old.Revision, new Operation.Delete(old.Key), claim, gives, cancellation);
            if (claim.IsLost) continue;
            if (revision != 0 && resource.Hook is { } hook) await hook.AfterDeleteAsync(old.Object, cancellation);
            return revision;
        }
    }

    private static async ValueTask<IReadOnlyList<KeyValue>> GivesAsync(
        StoredResource resource, KubeObject? obj, ObjectEntry old, CancellationToken cancellation)
    {
        if (resource.Hook is not { } hook) return [];
        try
        {
            return await hook.GiveBackAsync(obj, old.Object, cancellation);
        }
        catch (StoreException e)
        {
            throw StoreFailure.Explain(e);
        }
    }

    private async ValueTask<long> PutAsync(
        StoredResource resource, StoreKey key, byte[] json, long expected, WriteClaim? claim, IReadOnlyList<KeyValue> gives, CancellationToken cancellation)
    {
        var lease = resource.TimeToLive is { } time ? await LeaseAsync(time, cancellation) : 0;
        return await WriteAsync(key, expected, new Operation.Put(key, transformer.ToStore(key, json), lease), claim, gives, cancellation);
    }

    private async ValueTask<long> LeaseAsync(TimeSpan time, CancellationToken cancellation)
    {
        try
        {
            return await leases.TakeAsync(time, cancellation);
        }
        catch (StoreException e)
        {
            throw StoreFailure.Explain(e);
        }
    }

    // The revision of the write; 0 when it was not done.
    private async ValueTask<long> WriteAsync(
        StoreKey key, long expected, Operation own, WriteClaim? claim, IReadOnlyList<KeyValue> gives, CancellationToken cancellation)
    {
        try
        {
            if (gives.Count > 0 || claim?.Takes.Count > 0) return await WriteTogetherAsync(key, expected, own, claim, gives, cancellation);
            var result = own is Operation.Put put
                ? await store.PutAsync(key, put.Value, expected, put.LeaseId, cancellation)
                : await store.DeleteAsync(key, expected, cancellation);
            return result.Succeeded ? result.Revision : 0;
        }
        catch (StoreException e)
        {
            throw StoreFailure.Explain(e);
        }
    }

    private async ValueTask<long> WriteTogetherAsync(
        StoreKey key, long expected, Operation own, WriteClaim? claim, IReadOnlyList<KeyValue> gives, CancellationToken cancellation)
    {
        var takes = claim?.Takes ?? [];
        Transaction transaction = new()
        {
            Compares =
            [
                Compare.Unchanged(key, expected),
                .. takes.Select(static t => Compare.Absent(t.Key)),
                .. gives.Select(static g => Compare.Unchanged(g.Key, g.ModRevision)),
            ],
            Success = [.. takes, .. gives.Select(static g => new Operation.Delete(g.Key)), own],
            Failure = [new Operation.Get(key), .. takes.Select(static t => new Operation.Get(t.Key))],
        };
        var result = await store.CommitAsync(transaction, cancellation);
        if (result.Succeeded) return result.Revision;

        var found = result.Responses.Cast<OperationResult.Get>().Select(static g => g.KeyValue).ToList();
        if ((found[0]?.ModRevision ?? 0) == expected) claim?.Lose([.. found.Skip(1).OfType<KeyValue>().Select(static v => v.Key)]);
        return 0;
    }
}
