using System.Net;

namespace Kybernet.Host.Cluster;

/// <summary>Addresses of a cluster.</summary>
/// <param name="NodeAddress">Where this machine is reached.</param>
/// <param name="Port">Where the API server listens.</param>
internal sealed record ControlPlaneOptions(IPAddress NodeAddress, int Port)
{
    /// <summary>The addresses of Services.</summary>
    public IPNetwork ServiceCidr { get; init; } = IPNetwork.Parse("10.96.0.0/12");

    /// <summary>The address of the Service kubernetes: the first of <see cref="ServiceCidr"/>.</summary>
    public IPAddress ServiceAddress
    {
        get
        {
            var bytes = ServiceCidr.BaseAddress.GetAddressBytes();
            bytes[^1]++;
            return new IPAddress(bytes);
        }
    }
}
