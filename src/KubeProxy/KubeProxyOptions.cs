using System.Net;
using Kybernet.KubeProxy.Services;
using Kybernet.Linux.Networking;
using Kybernet.Linux.Nftables;

namespace Kybernet.KubeProxy;

/// <summary>How a node's kube-proxy works. Flags have upstream's names; the proxy mode is nftables, for IPv4.</summary>
public sealed record KubeProxyOptions
{
    /// <summary>The node's name (<c>--hostname-override</c>): endpoints with this nodeName are local.</summary>
    public required string HostnameOverride { get; init; }

    /// <summary>
    /// The pods' addresses (<c>--cluster-cidr</c>). What comes from elsewhere to a ClusterIP gets the node's address as its
    /// source, so that the answer finds back. Null: not known, and such traffic is left as it is.
    /// </summary>
    public IPNetwork? ClusterCidr { get; init; }

    /// <summary>Which of the node's addresses serve NodePorts (<c>--nodeport-addresses</c>); all of them if not said.</summary>
    public NodePortAddresses NodePortAddresses { get; init; } = NodePortAddresses.All;

    /// <summary>
    /// Whether the node's own processes reach NodePorts on 127.0.0.1 too (<c>--iptables-localhost-nodeports</c>). Only
    /// endpoints of this node are reached so, and the pod network must allow it (route_localnet on its interface).
    /// </summary>
    public bool LocalhostNodePorts { get; init; } = true;

    /// <summary>Whether all that is sent to ClusterIPs gets the node's address as its source (<c>--masquerade-all</c>).</summary>
    public bool MasqueradeAll { get; init; }

    /// <summary>The bit of a packet's mark, 0 to 31, that says "give it the node's address" (<c>--iptables-masquerade-bit</c>).</summary>
    public int MasqueradeBit { get; init; } = 14;

    /// <summary>How often to look whether the table is still there: others may flush all rules. (Upstream's nftables.syncPeriod.)</summary>
    public TimeSpan SyncPeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The least time from the start of one change of rules to the start of the next; what changes in between is one change.
    /// (Upstream's nftables.minSyncPeriod.)
    /// </summary>
    public TimeSpan MinSyncPeriod { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often to compare all that is in the table with what should be there.</summary>
    public TimeSpan FullSyncPeriod { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The table that the proxy keeps; nobody else may change it.</summary>
    public NftTable Table { get; init; } = new("ip", "kybernet-proxy");

    /// <summary>The node's network namespace; null for the machine's own.</summary>
    public NetworkNamespace? Network { get; init; }

    internal string MasqueradeMark => $"0x{1u << MasqueradeBit:x}";
}
