using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.ControllerManager.Pods;
using Kybernet.ControllerManager.Services;
using EndpointPort = Kybernet.Api.Discovery.V1.EndpointPort;

namespace Kybernet.ControllerManager.EndpointSlices;

/// <summary>From a Service and its pods to the endpoints that there are to be.</summary>
internal static class DesiredEndpoints
{
    private const string ZoneLabel = "topology.kubernetes.io/zone";

    /// <summary>The address families in which the Service is served.</summary>
    public static IReadOnlyList<string> AddressTypes(Service service)
    {
        if (service.Spec.IpFamilies is { Count: > 0 } families) return families;
        if (ServiceSelection.IsHeadless(service)) return ["IPv4", "IPv6"];
        return PodEndpoints.FamilyOf(service.Spec.ClusterIP) is { Length: > 0 } family ? [family] : ["IPv4"];
    }

    /// <summary>The endpoints of one address family, grouped by their ports.</summary>
    /// <param name="service">The Service.</param>
    /// <param name="pods">The pods that it selects.</param>
    /// <param name="addressType"><c>IPv4</c> or <c>IPv6</c>.</param>
    /// <param name="nodeOf">The node of a name, or null when there is none.</param>
    /// <param name="homeless">Takes the pods that were left out because their node does not exist.</param>
    public static IReadOnlyList<EndpointGroup> Of(
        Service service, IEnumerable<Pod> pods, string addressType, Func<string, Node?> nodeOf, ICollection<Pod> homeless)
    {
        SortedDictionary<string, EndpointGroup> groups = new(StringComparer.Ordinal);
        foreach (var pod in pods)
        {
            if (!PodEndpoints.Counts(pod, includeTerminating: true)) continue;
            var node = nodeOf(pod.Spec.NodeName);
            if (node is null && !service.Spec.PublishNotReadyAddresses)
            {
                // A pod that refers to a node that is gone must not be reached for; it comes back if the node does.
                homeless.Add(pod);
                continue;
            }

            var endpoint = Endpoint(service, pod, node, addressType);
            if (endpoint.Addresses.Count == 0) continue;
            var ports = Ports(service, pod);
            var key = EndpointGroup.KeyOf(ports);
            if (!groups.TryGetValue(key, out var group)) groups.Add(key, group = new EndpointGroup(ports, []));
            group.Endpoints.Add(endpoint);
        }

        return [.. groups.Values];
    }

    private static Endpoint Endpoint(Service service, Pod pod, Node? node, string addressType)
    {
        var serving = PodStates.IsReady(pod);
        var terminating = pod.Metadata.DeletionTimestamp is not null;
        return new Endpoint
        {
            Addresses = [.. PodEndpoints.Addresses(pod, addressType)],
            Conditions = new EndpointConditions
            {
                Ready = service.Spec.PublishNotReadyAddresses || (serving && !terminating),
                Serving = serving,
                Terminating = terminating,
            },
            Hostname = PodEndpoints.HostnameIn(service, pod),
            TargetRef = PodEndpoints.Reference(pod),
            NodeName = pod.Spec.NodeName.Length > 0 ? pod.Spec.NodeName : null,
            Zone = node?.Metadata.Labels.GetValueOrDefault(ZoneLabel),
        };
    }

    private static KubeList<EndpointPort> Ports(Service service, Pod pod)
    {
        var ports = KubeList<EndpointPort>.CreateNil();
        foreach (var port in service.Spec.Ports)
        {
            if (PodEndpoints.FindPort(pod, port) is not { } number) continue;
            ports.Add(new EndpointPort
            {
                Name = port.Name,
                Protocol = PodEndpoints.Protocol(port.Protocol),
                Port = number,
                AppProtocol = port.AppProtocol,
            });
        }

        return ports;
    }
}
