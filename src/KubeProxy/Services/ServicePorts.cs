using System.Net;
using System.Net.Sockets;
using Kybernet.Api;
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

    /// <summary>The ports of a Service; none for one that is headless, an ExternalName, another proxy's, or without an IPv4 address.</summary>
    public static IEnumerable<ServicePortInfo> Of(Service service)
    {
        var spec = service.Spec;
        if (spec.Type == "ExternalName" || service.Metadata.Labels.ContainsKey(ProxyNameLabel)) yield break;
        if (Addresses(spec.ClusterIPs.Count > 0 ? spec.ClusterIPs : [spec.ClusterIP]) is not [var clusterIP, ..]) yield break;

        var externalIPs = Addresses(spec.ExternalIPs);
        var loadBalancerIPs = Addresses(service.Status.LoadBalancer.Ingress.Where(ingress => ingress.IpMode is null or "VIP").Select(ingress => ingress.Ip));
        var sourceRanges = Ranges(spec.LoadBalancerSourceRanges);
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

    // "None", nothing, and IPv6 are no addresses here.
    private static IReadOnlyList<IPAddress> Addresses(IEnumerable<string> texts)
    {
        List<IPAddress> addresses = [];
        foreach (var text in texts)
        {
            if (IpText.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork && !addresses.Contains(address)) addresses.Add(address);
        }
        return addresses;
    }

    private static IReadOnlyList<IPNetwork> Ranges(IEnumerable<string> texts)
    {
        List<IPNetwork> networks = [];
        foreach (var text in texts)
        {
            if (IpText.TryParseCidr(text.AsSpan().Trim(), out var address, out var length) && address.AddressFamily == AddressFamily.InterNetwork)
                networks.Add(Networks4.Of(address, length));
        }
        return Networks4.WithoutOverlap(networks);
    }
}
