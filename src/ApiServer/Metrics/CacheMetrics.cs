using Kybernet.ApiServer.Cache;
using Kybernet.Base.Metrics;

namespace Kybernet.ApiServer.Metrics;

/// <summary>How much is stored and watched, under upstream's names.</summary>
internal static class CacheMetrics
{
    /// <summary>Adds them to a registry.</summary>
    public static void AddTo(MetricRegistry registry, CacheSet caches)
    {
        var stored = registry.Gauge("apiserver_storage_objects", "Number of stored objects by kind.", "resource");
        var objects = registry.Gauge("apiserver_resource_objects", "Number of stored objects by group and resource.", "group", "resource");
        var watchers = registry.Gauge("apiserver_registered_watchers", "Number of registered watchers by kind.", "group", "version", "kind");
        registry.OnCollect(() =>
        {
            foreach (var cache in caches.All)
            {
                var resource = cache.Resource.Resource;
                stored.With(resource.GroupResource.ToString()).Value = cache.Count;
                objects.With(resource.Gvr.Group, resource.Gvr.Resource).Value = cache.Count;
                watchers.With(resource.Gvr.Group, resource.Gvr.Version, resource.Kind.Gvk.Kind).Value = cache.Watchers;
            }
        });
    }
}
