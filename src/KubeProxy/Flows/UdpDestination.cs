using System.Globalization;
using System.Net;

namespace Kybernet.KubeProxy.Flows;

/// <summary>Where clients send UDP packets to reach a Service, and which endpoints may answer.</summary>
/// <param name="Address">A ClusterIP, external or load balancer address; null for a NodePort, on any address of the node.</param>
/// <param name="Port">The Service's port, or the NodePort.</param>
/// <param name="Endpoints">Those that serve, as "ADDRESS:PORT".</param>
internal sealed record UdpDestination(IPAddress? Address, int Port, IReadOnlySet<string> Endpoints)
{
    /// <summary>"ADDRESS:PORT", or ":PORT".</summary>
    public string Key { get; } = KeyOf(Address, Port);

    public static string KeyOf(IPAddress? address, int port) => string.Create(CultureInfo.InvariantCulture, $"{address}:{port}");

    /// <summary>Whether both have the same endpoints.</summary>
    public bool HasSameEndpoints(UdpDestination other) =>
        ReferenceEquals(Endpoints, other.Endpoints) || Endpoints.SetEquals(other.Endpoints);
}
