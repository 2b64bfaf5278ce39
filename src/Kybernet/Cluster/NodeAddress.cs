using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Kybernet.Host.Cluster;

/// <summary>The address under which this machine is reached.</summary>
internal static class NodeAddress
{
    /// <summary>
    /// The first global IPv4 address of an interface that is up, one with a default gateway before the others; the
    /// loopback address on a machine without a network.
    /// </summary>
    public static IPAddress Find()
    {
        var candidates = NetworkInterface.GetAllNetworkInterfaces()
            .Where(i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback && !IsOurs(i))
            .Select(i => i.GetIPProperties())
            .OrderByDescending(p => p.GatewayAddresses.Any(g => g.Address.AddressFamily == AddressFamily.InterNetwork))
            .SelectMany(p => p.UnicastAddresses)
            .Select(a => a.Address);
        return candidates.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? IPAddress.Loopback;
    }

    // Bridges and pods' interfaces carry addresses too, but not the machine's.
    private static bool IsOurs(NetworkInterface candidate) =>
        candidate.Name.StartsWith("kybernet", StringComparison.Ordinal) || candidate.Name.StartsWith("veth", StringComparison.Ordinal)
        || candidate.Name.StartsWith("docker", StringComparison.Ordinal) || candidate.Name.StartsWith("br-", StringComparison.Ordinal);
}
