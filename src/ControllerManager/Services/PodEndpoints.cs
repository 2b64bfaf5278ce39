using System.Net.Sockets;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ControllerManager.Pods;

namespace Kybernet.ControllerManager.Services;

/// <summary>What a pod offers to a Service.</summary>
internal static class PodEndpoints
{
    /// <summary>Whether the pod can be an endpoint (upstream's ShouldPodBeInEndpoints).</summary>
    public static bool Counts(Pod pod, bool includeTerminating) =>
        !PodStates.IsTerminal(pod) && Addresses(pod).Any() && (includeTerminating || pod.Metadata.DeletionTimestamp is null);

    /// <summary>The pod's addresses, the main one first.</summary>
    public static IEnumerable<string> Addresses(Pod pod)
    {
        if (pod.Status.PodIPs.Count > 0) return pod.Status.PodIPs.Select(static p => p.Ip);
        return pod.Status.PodIP.Length > 0 ? [pod.Status.PodIP] : [];
    }

    /// <summary>The pod's addresses of one family.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="family"><c>IPv4</c> or <c>IPv6</c>.</param>
    public static IEnumerable<string> Addresses(Pod pod, string family) => Addresses(pod).Where(a => FamilyOf(a) == family);

    /// <summary><c>IPv4</c> or <c>IPv6</c>; empty for what is no address.</summary>
    public static string FamilyOf(string address)
    {
        if (!IpText.TryParse(address, out var parsed)) return "";
        return parsed.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";
    }

    /// <summary>The pod's port that a Service's port leads to, or null when the pod has none of that name.</summary>
    public static int? FindPort(Pod pod, ServicePort port)
    {
        if (port.TargetPort.IsInt) return port.TargetPort.IntValue;
        var sidecars = pod.Spec.InitContainers.Where(static c => c.RestartPolicy == "Always");
        foreach (var container in pod.Spec.Containers.Concat(sidecars))
        {
            foreach (var offered in container.Ports)
            {
                if (offered.Name == port.TargetPort.StringValue && Protocol(offered.Protocol) == Protocol(port.Protocol))
                    return offered.ContainerPortValue;
            }
        }

        return null;
    }

    /// <summary>The name under which the pod is to be found below the Service's, or null (upstream's ShouldSetHostname).</summary>
    public static string? HostnameIn(Service service, Pod pod) =>
        pod.Spec.Hostname.Length > 0 && pod.Spec.Subdomain == service.Metadata.Name ? pod.Spec.Hostname : null;

    /// <summary>How endpoints point to their pod.</summary>
    public static ObjectReference Reference(Pod pod) => new()
    {
        Kind = "Pod",
        Namespace = pod.Metadata.Namespace,
        Name = pod.Metadata.Name,
        Uid = pod.Metadata.Uid,
    };

    /// <summary>A protocol as it is written: an absent one is TCP.</summary>
    public static string Protocol(string protocol) => protocol.Length == 0 ? "TCP" : protocol;

    /// <summary>Whether a change of a pod, that of its labels apart, can change endpoints.</summary>
    public static bool Differ(Pod old, Pod pod) =>
        old.Metadata.Uid != pod.Metadata.Uid
        || old.Metadata.DeletionTimestamp is null != (pod.Metadata.DeletionTimestamp is null)
        || old.Spec.NodeName != pod.Spec.NodeName
        || old.Status.PodIP != pod.Status.PodIP
        || PodStates.IsTerminal(old) != PodStates.IsTerminal(pod)
        || PodStates.IsReady(old) != PodStates.IsReady(pod)
        || !Addresses(old).SequenceEqual(Addresses(pod));
}
