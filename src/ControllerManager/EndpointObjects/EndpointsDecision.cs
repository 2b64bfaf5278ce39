using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ControllerManager.Pods;
using Kybernet.ControllerManager.Services;

namespace Kybernet.ControllerManager.EndpointObjects;

/// <summary>From a Service and its pods to the Endpoints object that there is to be.</summary>
internal static class EndpointsDecision
{
    /// <summary>Names who writes the object.</summary>
    public const string ManagedBy = "endpoints.kubernetes.io/managed-by";

    /// <summary>This controller, in <see cref="ManagedBy"/>.</summary>
    public const string ControllerName = "endpoint-controller";

    private const string OverCapacity = "endpoints.kubernetes.io/over-capacity";

    /// <summary>The object to write, or null when the present one is right.</summary>
    /// <param name="service">The Service.</param>
    /// <param name="pods">The pods that it selects.</param>
    /// <param name="current">What is there; null: nothing.</param>
    public static Endpoints? Decide(Service service, IEnumerable<Pod> pods, Endpoints? current)
    {
        var wanted = current?.Clone() ?? New(service);
        wanted.Subsets = SubsetPacking.Pack(pods.SelectMany(p => Offers(service, p)), out var truncated);
        wanted.Metadata.Labels = ServiceSelection.LabelsFrom(service);
        wanted.Metadata.Labels[ManagedBy] = ControllerName;
        if (truncated) wanted.Metadata.Annotations[OverCapacity] = "truncated";
        else wanted.Metadata.Annotations.Remove(OverCapacity);
        return current is not null && wanted.DeepEquals(current) ? null : wanted;
    }

    private static Endpoints New(Service service) =>
        new() { Metadata = new() { Name = service.Metadata.Name, Namespace = service.Metadata.Namespace } };

    private static IEnumerable<OfferedPort> Offers(Service service, Pod pod)
    {
        var early = service.Spec.PublishNotReadyAddresses;
        if (!PodEndpoints.Counts(pod, includeTerminating: early)) yield break;
        if (PodEndpoints.Addresses(pod, Family(service)).FirstOrDefault() is not { } ip) yield break;
        EndpointAddress address = new()
        {
            Ip = ip,
            NodeName = pod.Spec.NodeName.Length > 0 ? pod.Spec.NodeName : null,
            TargetRef = PodEndpoints.Reference(pod),
            Hostname = PodEndpoints.HostnameIn(service, pod) ?? "",
        };
        var ready = early || PodStates.IsReady(pod);
        if (service.Spec.Ports.Count == 0)
        {
            // Allowed for headless Services: the addresses are all that is asked for.
            if (ServiceSelection.IsHeadless(service)) yield return new OfferedPort(address, null, ready);
            yield break;
        }

        foreach (var port in service.Spec.Ports)
        {
            if (PodEndpoints.FindPort(pod, port) is not { } number) continue;
            EndpointPort offered = new()
            {
                Name = port.Name,
                Port = number,
                Protocol = PodEndpoints.Protocol(port.Protocol),
                AppProtocol = port.AppProtocol,
            };
            yield return new OfferedPort(address, offered, ready);
        }
    }

    // Endpoints objects know one family: the Service's first.
    private static string Family(Service service)
    {
        if (service.Spec.IpFamilies.Count > 0) return service.Spec.IpFamilies[0];
        return PodEndpoints.FamilyOf(service.Spec.ClusterIP) is { Length: > 0 } family ? family : "IPv4";
    }
}
