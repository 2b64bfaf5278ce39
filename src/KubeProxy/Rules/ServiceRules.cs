using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.KubeProxy.Services;

namespace Kybernet.KubeProxy.Rules;

/// <summary>From Services and their EndpointSlices to the rule set that serves them on one node. Pure: the same in, the same out.</summary>
internal static class ServiceRules
{
    /// <summary>The whole rule set.</summary>
    public static RuleSet Build(IEnumerable<Service> services, IEnumerable<EndpointSlice> slices, ProxyNode node, KubeProxyOptions options)
    {
        var byService = slices.ToLookup(SliceOwner);
        var parts = InOrder(services).Select(Part);
        return RuleSet.Of(parts.Prepend(BaseRules.Build(node, options)));

        RuleSetPart Part(Service service) =>
            OfService(service, byService[(service.Metadata.Namespace, service.Metadata.Name)], node, options);
    }

    /// <summary>What one Service puts into it.</summary>
    public static RuleSetPart OfService(Service service, IEnumerable<EndpointSlice> slices, ProxyNode node, KubeProxyOptions options)
    {
        RuleSetPart part = new();
        foreach (var port in ServicePorts.Of(service))
            new ServicePortRules(port, ServiceEndpoints.Of(port.Name, slices, node.Name), node, options).AddTo(part);
        return part;
    }

    /// <summary>The namespace and name of the Service that a slice is of; the name is empty for a slice of none.</summary>
    public static (string Namespace, string Name) SliceOwner(EndpointSlice slice) =>
        (slice.Metadata.Namespace, slice.Metadata.Labels.GetValueOrDefault(ServiceEndpoints.ServiceNameLabel, ""));

    /// <summary>By age, so that whoever claims an address first keeps it; then by name.</summary>
    public static IEnumerable<Service> InOrder(IEnumerable<Service> services) => services
        .OrderBy(service => service.Metadata.CreationTimestamp)
        .ThenBy(service => service.Metadata.Namespace, StringComparer.Ordinal)
        .ThenBy(service => service.Metadata.Name, StringComparer.Ordinal);
}
