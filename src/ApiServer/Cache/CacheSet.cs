using System.Collections.Frozen;
using Kybernet.Api;
using Kybernet.ApiServer.Registry;
using Kybernet.Storage;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Cache;

/// <summary>The caches of all stored resources.</summary>
internal sealed class CacheSet : IObjectReader, IDisposable
{
    private readonly FrozenDictionary<StoredResource, ResourceCache> _caches;
    private readonly FrozenDictionary<GroupVersionResource, ResourceCache> _byResource;

    /// <summary>Fills a cache for each stored resource.</summary>
    public CacheSet(ResourceCatalog catalog, IObservableStore store, IValueTransformer transformer, ILogger logger)
    {
        _caches = catalog.Stored.ToFrozenDictionary(r => r, r => new ResourceCache(r, store, transformer, logger));
        _byResource = _caches.Values.ToFrozenDictionary(c => c.Resource.Resource.Gvr);
    }

    /// <summary>Every cache.</summary>
    public IEnumerable<ResourceCache> All => _caches.Values;

    /// <summary>The cache of a stored resource.</summary>
    public ResourceCache this[StoredResource resource] => _caches[resource];

    /// <inheritdoc/>
    public T? Find<T>(string ns, string name) where T : KubeObject, IKubeResource, new() => (T?)Of<T>().Find(ns, name)?.Object;

    /// <inheritdoc/>
    public IEnumerable<T> List<T>(string ns = "") where T : KubeObject, IKubeResource, new()
    {
        var cache = Of<T>();
        var range = cache.Resource.Range(ns);
        foreach (var (_, entry) in cache.Snapshot.Between(range.Start, range.End)) yield return (T)entry.Object;
    }

    /// <inheritdoc/>
    public long LastChange<T>() where T : KubeObject, IKubeResource, new() => Of<T>().LastChange;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var cache in All) cache.Dispose();
    }

    private ResourceCache Of<T>() where T : KubeObject, IKubeResource, new() => _byResource[T.Resource.Gvr];
}
