using System.Net;

namespace Kybernet.KubeProxy.Services;

/// <summary>What the proxy knows of the node it is on.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Zone">Its topology.kubernetes.io/zone; empty if it has none.</param>
/// <param name="Addresses">The IPv4 addresses in its status.</param>
internal sealed record ProxyNode(string Name, string Zone, IReadOnlyList<IPAddress> Addresses)
{
    public bool Equals(ProxyNode? other) =>
        other is not null && Name == other.Name && Zone == other.Zone && Addresses.SequenceEqual(other.Addresses);

    public override int GetHashCode() => HashCode.Combine(Name, Zone, Addresses.Count);
}
