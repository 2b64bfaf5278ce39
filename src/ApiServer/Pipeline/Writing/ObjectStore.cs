using Kybernet.Api;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Registry;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>Puts objects into the store by compare and swap, and tells its failures as the API does.</summary>
internal sealed class ObjectStore(IStore store, IValueTransformer transformer, ExpiryLeases leases)
{
    /// <summary>Stores a new object.</summary>
    /// <returns>What was stored; null when there is an object of that name.</returns>
    public async ValueTask<ObjectEntry?> CreateAsync(StoredResource resource, KubeObject obj, CancellationToken cancellation)
    {
        var key = resource.Key(obj.Metadata.Namespace, obj.Metadata.Name);
        var json = ObjectFormat.Encode(obj);
        var result = await PutAsync(resource, key, json, 0, cancellation);
        return result.Succeeded ? new ObjectEntry(resource.Format, key, json, result.Revision) : null;
    }

    /// <summary>Stores a new state of an object.</summary>
    /// <param name="resource">What it is.</param>
    /// <param name="old">The state it was made from.</param>
    /// <param name="json">The new state as <see cref="ObjectFormat.Encode"/> makes it.</param>
    /// <param name="cancellation">Gives up before it is written.</param>
    /// <returns>What was stored; null when the object has changed since <paramref name="old"/>.</returns>
    public async ValueTask<ObjectEntry?> ReplaceAsync(StoredResource resource, ObjectEntry old, byte[] json, CancellationToken cancellation)
    {
        var result = await PutAsync(resource, old.Key, json, old.Revision, cancellation);
        return result.Succeeded ? new ObjectEntry(resource.Format, old.Key, json, result.Revision) : null;
    }

    /// <summary>Deletes an object. Returns the revision of its deletion; 0 when it has changed since <paramref name="old"/>.</summary>
    public async ValueTask<long> DeleteAsync(ObjectEntry old, CancellationToken cancellation)
    {
        try
        {
            var result = await store.DeleteAsync(old.Key, old.Revision, cancellation);
            return result.Succeeded ? result.Revision : 0;
        }
        catch (StoreException e)
        {
            throw StoreFailure.Explain(e);
        }
    }

    private async ValueTask<WriteResult> PutAsync(
        StoredResource resource, StoreKey key, byte[] json, long expected, CancellationToken cancellation)
    {
        try
        {
            var lease = resource.TimeToLive is { } time ? await leases.TakeAsync(time, cancellation) : 0;
            return await store.PutAsync(key, transformer.ToStore(key, json), expected, lease, cancellation);
        }
        catch (StoreException e)
        {
            throw StoreFailure.Explain(e);
        }
    }
}
