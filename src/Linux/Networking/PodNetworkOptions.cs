using System.Net;
using Kybernet.Linux.Nftables;

namespace Kybernet.Linux.Networking;

/// <summary>The network of a node's pods. What is here differs from node to node.</summary>
public sealed record PodNetworkOptions
{
    /// <summary>The node's part of the cluster CIDR (spec.podCIDR). Its first address is the bridge's, the pods' gateway.</summary>
    public required IPNetwork PodCidr { get; init; }

    /// <summary>Where packets of pods keep their source: the whole cluster CIDR. The pod CIDR itself is always among them.</summary>
    public IReadOnlyList<IPNetwork> NonMasqueradeCidrs { get; init; } = [];

    /// <summary>The CNI network's name; differs between nodes that share a machine.</summary>
    public string Name { get; init; } = "kybernet";

    /// <summary>The bridge, at most 15 characters.</summary>
    public string Bridge { get; init; } = "kybernet0";

    /// <summary>The table that holds masquerading and host ports.</summary>
    public NftTable Table { get; init; } = new("ip", "kybernet-pods");

    /// <summary>The largest packet in bytes; null for that of the default route.</summary>
    public int? Mtu { get; init; }

    /// <summary>Where the addresses given out and the settings changed are remembered.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Where the container engine looks for CNI configurations.</summary>
    public required string CniConfigDirectory { get; init; }

    /// <summary>The node's network namespace; null for the machine's own.</summary>
    public NetworkNamespace? Network { get; init; }

    /// <summary>The bridge's address.</summary>
    public IPAddress Gateway
    {
        get
        {
            var bytes = PodCidr.BaseAddress.GetAddressBytes();
            bytes[^1]++;
            return new IPAddress(bytes);
        }
    }

    internal string AddressDirectory => Path.Combine(StateDirectory, "addresses");

    internal string CniConfigFile => Path.Combine(CniConfigDirectory, "10-kybernet.conflist");

    internal string SysctlJournalFile => Path.Combine(StateDirectory, "sysctls");
}
