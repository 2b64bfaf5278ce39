using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.Linux.Networking;

namespace Kybernet.KubeProxy.Services;

/// <summary>Reads what rules need out of Services.</summary>
internal static class ServicePorts
{
    /// <summary>A Service with this label is another proxy's.</summary>
    public const string ProxyNameLabel = "service.kubernetes.io/service-proxy-name";

    /// <summary>An EndpointSlice with this label belongs to a Service without addresses.</summary>
    public const string HeadlessLabel = "service.kubernetes.io/headless";

    // What the API server fills in where ClientIP affinity says nothing of time.
    private const int DefaultAffinitySeconds = 10800;

    /// <summary>
    /// The ports of a Service; none for one that is headless, an ExternalName, another proxy's, or without an IPv4 address.
    /// </summary>
    public static IEnumerable<ServicePortInfo> Of(Service service)
    {
        var spec = service.Spec;
        if (spec.Type == "ExternalName" || service.Metadata.Labels.ContainsKey(ProxyNameLabel)) yield break;
        if (IPv4.Addresses(spec.ClusterIPs.Count > 0 ? spec.ClusterIPs : [spec.ClusterIP]) is not [var clusterIP, ..]) yield break;

        var externalIPs = IPv4.Addresses(spec.ExternalIPs);
        var ingress = service.Status.LoadBalancer.Ingress.Where(ingress => ingress.IpMode is null or "VIP");
        var loadBalancerIPs = IPv4.Addresses(ingress.Select(ingress => ingress.Ip));
        var sourceRanges = IPv4.WithoutOverlap(spec.LoadBalancerSourceRanges.Select(IPv4.Network).OfType<IPNetwork>());
        var takesExternal = spec.Type is "NodePort" or "LoadBalancer" || externalIPs.Count > 0;
        foreach (var port in spec.Ports)
        {
            if (Protocol(port.Protocol) is not { } protocol || port.Port is < 1 or > 65535) continue;
            yield return new ServicePortInfo
            {
                Name = new ServicePortName(service.Metadata.Namespace, service.Metadata.Name, port.Name, protocol),
                ClusterIP = clusterIP,
                Port = port.Port,
                NodePort = port.NodePort is > 0 and <= 65535 ? port.NodePort : 0,
                ExternalIPs = externalIPs,
                LoadBalancerIPs = loadBalancerIPs,
                LoadBalancerSourceRanges = sourceRanges,
                AffinitySeconds = AffinitySeconds(spec),
                InternalPolicyLocal = spec.InternalTrafficPolicy == "Local",
                ExternalPolicyLocal = takesExternal && spec.ExternalTrafficPolicy == "Local",
            };
        }
    }

    /// <summary>The protocol of a Service's or an EndpointSlice's port; null for one that is not known. Nothing said is TCP.</summary>
    public static TransportProtocol? Protocol(string? name) => name switch
    {
        null or "" or "TCP" => TransportProtocol.Tcp,
        "UDP" => TransportProtocol.Udp,
        "SCTP" => TransportProtocol.Sctp,
        _ => null,
    };

    private static int? AffinitySeconds(ServiceSpec spec)
    {
        if (spec.SessionAffinity != "ClientIP") return null;
        return spec.SessionAffinityConfig?.ClientIP?.TimeoutSeconds is > 0 and var seconds ? seconds : DefaultAffinitySeconds;
    }
}
