using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Connect;

/// <summary>pods/proxy, services/proxy and nodes/proxy: HTTP to what runs in the cluster, through the API server.</summary>
/// <param name="objects">Pods, services and their endpoints, nodes.</param>
/// <param name="kubelets">Carries to kubelets, with the API server's certificate.</param>
/// <param name="workloads">Carries to pods: no certificate is shown, and none is asked for.</param>
/// <param name="random">Chooses among a service's endpoints.</param>
/// <param name="addressTypes">How kubelets are reached; null: upstream's default order.</param>
internal sealed class ObjectProxy(
    IObjectReader objects, HttpRelay kubelets, HttpRelay workloads, Base.RandomSource random, IReadOnlyList<string>? addressTypes) : IConnectHandler
{
    /// <inheritdoc/>
    public Task ConnectAsync(HttpContext context, ConnectTarget target, CancellationToken cancellation)
    {
        ProxyName name;
        try
        {
            name = ProxyName.Parse(target.Name);
        }
        catch (FormatException e)
        {
            throw ApiErrors.BadRequest(e.Message);
        }

        var (root, relay) = target.Resource.Resource switch
        {
            "nodes" => (Node(name), kubelets),
            "services" => (Service(target.Namespace, name), workloads),
            _ => (Pod(target.Namespace, name), workloads),
        };
        UriBuilder uri = new(root) { Path = target.Path.Length == 0 ? "/" : target.Path, Query = context.Request.QueryString.Value };
        return relay.RunAsync(
            context, uri.Uri, static why => ApiErrors.ServiceUnavailable($"error trying to reach service: {why}"), cancellation);
    }

    private Uri Node(ProxyName name)
    {
        var node = objects.Find<Node>("", name.Name) ?? throw ApiErrors.NotFound(new GroupResource("", "nodes"), name.Name);
        return KubeletAddress.Of(node, addressTypes) ?? throw ApiErrors.Internal("no preferred addresses found; known addresses: []");
    }

    private Uri Pod(string ns, ProxyName name)
    {
        var pod = objects.Find<Pod>(ns, name.Name) ?? throw ApiErrors.NotFound(new GroupResource("", "pods"), name.Name);
        if (!IsProxyable(pod.Status.PodIP)) throw ApiErrors.BadRequest("address not allowed");
        var port = name.Port.Length > 0
            ? NumberOf(name.Port)
            : pod.Spec.Containers.SelectMany(c => c.Ports).FirstOrDefault()?.ContainerPortValue ?? 80;
        return new UriBuilder(name.Scheme.Length == 0 ? "http" : name.Scheme, pod.Status.PodIP, port).Uri;
    }

    private Uri Service(string ns, ProxyName name)
    {
        var service = objects.Find<Service>(ns, name.Name) ?? throw ApiErrors.NotFound(new GroupResource("", "services"), name.Name);
        var port = name.Port.Length == 0
            ? service.Spec.Ports.Count == 1 ? service.Spec.Ports[0] : service.Spec.Ports.FirstOrDefault(p => p.Name.Length == 0)
            : service.Spec.Ports.FirstOrDefault(p => p.Name == name.Port || p.Port.ToString(CultureInfo.InvariantCulture) == name.Port);
        if (port is null) throw ApiErrors.ServiceUnavailable($"no service port {GoQuote.Quote(name.Port)} found for service {GoQuote.Quote(name.Name)}");

        var candidates = objects.List<EndpointSlice>(ns)
            .Where(s => s.Metadata.Labels.GetValueOrDefault("kubernetes.io/service-name") == name.Name)
            .SelectMany(s => s.Ports.Where(p => (p.Name ?? "") == port.Name && p.Port is not null)
                .SelectMany(p => s.Endpoints.Where(e => e.Conditions.Ready != false).SelectMany(e => e.Addresses)
                    .Select(address => (Address: address, Port: p.Port!.Value))))
            .ToList();
        if (candidates.Count == 0) throw ApiErrors.ServiceUnavailable($"no endpoints available for service {GoQuote.Quote(name.Name)}");
        var chosen = candidates[random.Next(candidates.Count)];
        return new UriBuilder(name.Scheme.Length == 0 ? "http" : name.Scheme, chosen.Address, chosen.Port).Uri;
    }

    // Upstream's IsProxyableIP: the API server's own loopback and its link are nobody's business.
    private static bool IsProxyable(string address) =>
        IPAddress.TryParse(address, out var ip)
        && !IPAddress.IsLoopback(ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any) && !ip.Equals(IPAddress.Broadcast)
        && !ip.IsIPv6LinkLocal && !ip.IsIPv6Multicast && !IsIPv4LinkLocalOrMulticast(ip);

    private static bool IsIPv4LinkLocalOrMulticast(IPAddress ip) =>
        ip.AddressFamily == AddressFamily.InterNetwork && ip.GetAddressBytes() is [169, 254, ..] or [>= 224 and < 240, ..];

    private static int NumberOf(string port) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65536
            ? number
            : throw ApiErrors.BadRequest($"invalid port {GoQuote.Quote(port)}");
}
