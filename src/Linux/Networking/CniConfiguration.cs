using System.Text.Json;

namespace Kybernet.Linux.Networking;

/// <summary>
/// The CNI configuration of a node's pods: Debian's bridge plugin with addresses from host-local. Neither masquerading nor the
/// portmap plugin, which would both call iptables: <see cref="PodNetworkRules"/> does their work.
/// </summary>
internal static class CniConfiguration
{
    /// <summary>As libcni reads it. Version 0.4.0 is the newest that the plugins of all supported Debian and Ubuntu releases know.</summary>
    public static string Build(PodNetworkOptions options, int mtu) => JsonSerializer.Serialize(
        new
        {
            cniVersion = "0.4.0",
            name = options.Name,
            plugins = new object[]
            {
                new
                {
                    type = "bridge",
                    bridge = options.Bridge,
                    isDefaultGateway = true,
                    ipMasq = false,
                    // With br_netfilter a pod that asks its own Service gets its packet back through the port it came from.
                    hairpinMode = true,
                    mtu,
                    ipam = new
                    {
                        type = "host-local",
                        dataDir = options.AddressDirectory,
                        ranges = new[] { new[] { new { subnet = options.PodCidr.ToString(), gateway = options.Gateway.ToString() } } },
                    },
                },
            },
        },
        new JsonSerializerOptions { WriteIndented = true });
}
