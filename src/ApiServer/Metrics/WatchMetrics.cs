using System.Collections.Concurrent;
using Kybernet.ApiServer.Registry;
using Kybernet.Base.Metrics;

namespace Kybernet.ApiServer.Metrics;

/// <summary>How many events watches are sent, and how large they are, under upstream's names.</summary>
internal sealed class WatchMetrics
{
    private static readonly double[] Bytes = [1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072];

    private readonly MetricFamily<Counter> _events;
    private readonly MetricFamily<Histogram> _sizes;
    private readonly ConcurrentDictionary<ResourceDefinition, OfResource> _known = new();

    /// <summary>Adds them to a registry.</summary>
    public WatchMetrics(MetricRegistry registry)
    {
        string[] labels = ["group", "resource", "version"];
        _events = registry.Counter("apiserver_watch_events_total", "Number of events sent in watch clients.", labels);
        _sizes = registry.Histogram("apiserver_watch_events_sizes", "Watch event size distribution in bytes.", Bytes, labels);
    }

    /// <summary>Where the events of a resource's watches are counted.</summary>
    public OfResource Of(ResourceDefinition definition) => _known.GetOrAdd(definition, Make);

    private OfResource Make(ResourceDefinition definition)
    {
        var gvr = definition.Gvr;
        return new OfResource(_events.With(gvr.Group, gvr.Resource, gvr.Version), _sizes.With(gvr.Group, gvr.Resource, gvr.Version));
    }

    /// <summary>The metrics of one resource.</summary>
    internal sealed class OfResource(Counter events, Histogram sizes)
    {
        /// <summary>An event was written.</summary>
        public void Sent(long bytes)
        {
            events.Add();
            sizes.Observe(bytes);
        }
    }
}
