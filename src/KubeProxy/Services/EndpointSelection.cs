namespace Kybernet.KubeProxy.Services;

/// <summary>Which endpoints of a port get traffic (upstream's CategorizeEndpoints).</summary>
/// <param name="Cluster">For policy Cluster: of all nodes, or those that hints advise.</param>
/// <param name="Local">For policy Local: of this node.</param>
/// <param name="Any">
/// Whether the port has usable endpoints anywhere: without, traffic is refused; with, but none where policy allows, it is dropped.
/// </param>
internal sealed record EndpointSelection(IReadOnlyList<EndpointInfo> Cluster, IReadOnlyList<EndpointInfo> Local, bool Any)
{
    /// <summary>
    /// Ready endpoints; where there are none, those that still answer while they terminate. Hints are advice for ready
    /// endpoints only.
    /// </summary>
    public static EndpointSelection Of(ServicePortInfo port, IReadOnlyList<EndpointInfo> endpoints, ProxyNode node)
    {
        var local = ReadyOrTerminating(endpoints.Where(endpoint => endpoint.IsLocal));
        IReadOnlyList<EndpointInfo> cluster = [];
        if (port.UsesClusterEndpoints)
        {
            cluster = ReadyOrTerminating(endpoints);
            if (cluster is [{ IsReady: true }, ..]) cluster = TopologyHints.Heed(cluster, node);
        }
        var any = cluster.Count > 0 || (port.UsesLocalEndpoints && endpoints.Any(IsUsable));
        return new EndpointSelection(cluster, local, any);
    }

    private static bool IsUsable(EndpointInfo endpoint) => endpoint.IsReady || (endpoint.IsServing && endpoint.IsTerminating);

    private static IReadOnlyList<EndpointInfo> ReadyOrTerminating(IEnumerable<EndpointInfo> endpoints)
    {
        List<EndpointInfo> usable = [.. endpoints.Where(IsUsable)];
        List<EndpointInfo> ready = [.. usable.Where(endpoint => endpoint.IsReady)];
        return ready.Count > 0 ? ready : usable;
    }
}
