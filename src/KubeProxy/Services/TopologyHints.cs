namespace Kybernet.KubeProxy.Services;

/// <summary>Keeps traffic on the node or in the zone where the EndpointSlices advise so (spec.trafficDistribution).</summary>
internal static class TopologyHints
{
    /// <summary>
    /// The endpoints meant for this node, else those meant for its zone, else all. Advice counts only when every endpoint
    /// has some: half of it would leave endpoints without traffic.
    /// </summary>
    public static IReadOnlyList<EndpointInfo> Heed(IReadOnlyList<EndpointInfo> ready, ProxyNode node)
    {
        if (Meant(ready, endpoint => endpoint.NodeHints, node.Name) is { Count: > 0 } onNode) return onNode;
        return Meant(ready, endpoint => endpoint.ZoneHints, node.Zone) is { Count: > 0 } inZone ? inZone : ready;
    }

    private static List<EndpointInfo> Meant(
        IReadOnlyList<EndpointInfo> ready, Func<EndpointInfo, IReadOnlyList<string>> hints, string place)
    {
        var all = place.Length > 0 && ready.All(endpoint => hints(endpoint).Count > 0);
        return all ? [.. ready.Where(endpoint => hints(endpoint).Contains(place))] : [];
    }
}
