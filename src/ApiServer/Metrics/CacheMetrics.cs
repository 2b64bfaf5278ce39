using Kybernet.ApiServer.Cache;
using Kybernet.Base.Metrics;

namespace Kybernet.ApiServer.Metrics;

/// <summary>How much is stored and watched, under upstream's names.</summary>
internal static class CacheMetrics
{
    /// <summary>Adds them to a registry.</summary>
    public static void AddTo(MetricRegistry registry, CacheSet caches)
    {
        string[] labels = ["group", "resource"];
        var stored = registry.Gauge("apiserver_storage_objects", "Number of stored objects by kind.", "resource");
        var objects = registry.Gauge("apiserver_resource_objects", "Number of stored objects by group and resource.", labels);
        var watchers = registry.Gauge("apiserver_registered_watchers", "Number of registered watchers by kind.", "group", "version", "kind");
        var versions = registry.Gauge("apiserver_watch_cache_resource_version", "Revision of the last change in the watch cache.", labels);
        var capacities = registry.Gauge("watch_cache_capacity", "How many events the watch cache can hold now.", labels);
        var received = registry.Counter("apiserver_watch_cache_events_received_total", "Events that the watch cache got from the store.", labels);
        var started = registry.Counter("apiserver_watch_cache_initializations_total", "How often the watch cache was filled.", labels);
        registry.OnCollect(() =>
        {
            foreach (var cache in caches.All)
            {
                var resource = cache.Resource.Resource;
                var (group, name) = (resource.Gvr.Group, resource.Gvr.Resource);
                var state = cache.Statistics;
                stored.With(resource.GroupResource.ToString()).Value = cache.Count;
                objects.With(group, name).Value = cache.Count;
                watchers.With(group, resource.Gvr.Version, resource.Kind.Gvk.Kind).Value = state.Watchers;
                versions.With(group, name).Value = state.LastChange;
                capacities.With(group, name).Value = state.Capacity;
                Bring(received.With(group, name), state.Events);
                Bring(started.With(group, name), state.Initializations);
            }
        });
    }

    private static void Bring(Counter counter, long value) => counter.Add(value - counter.Value);
}
