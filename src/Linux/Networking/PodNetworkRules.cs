using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kybernet.Linux.Nftables;

namespace Kybernet.Linux.Networking;

/// <summary>
/// The packet filter's part in the pod network, as one transaction that replaces the whole table: the same call sets it up,
/// changes its host ports, and heals it.
/// </summary>
internal static class PodNetworkRules
{
    private const string AnyAddress = "host-ports";
    private const string OneAddress = "host-ports-of-address";
    private const string Hairpin = "hairpin";

    /// <param name="options">The network.</param>
    /// <param name="hostPorts">All host ports. Of two for the same address, protocol and port the first one gets it.</param>
    /// <param name="bridgeIsFiltered">
    /// Whether what crosses the bridge passes through the packet filter (br_netfilter). If so, a pod's answer to another pod that
    /// asked by way of a Service or host port is translated back although it never leaves the bridge. If not, the answer would
    /// arrive from an address that nobody asked; then such a request gets the bridge's address as its source, so that the answer
    /// comes back to us. That hides the asking pod's address, hence only where it must be.
    /// </param>
    public static NftTransaction Build(PodNetworkOptions options, IEnumerable<HostPortMapping> hostPorts, bool bridgeIsFiltered)
    {
        var bridge = options.Bridge;
        var transaction = new NftTransaction(options.Table).RemoveTable().AddTable("Kybernet: masquerading and host ports of pods")
            .AddMap(AnyAddress, "inet_proto . inet_service : ipv4_addr . inet_service")
            .AddMap(OneAddress, "ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service")
            .AddSet(Hairpin, "ipv4_addr . ipv4_addr")
            .AddBaseChain("guard", "filter", "prerouting", "raw")
            .AddBaseChain("prerouting", "nat", "prerouting", "dstnat")
            .AddBaseChain("output", "nat", "output", "-100")
            .AddBaseChain("postrouting", "nat", "postrouting", "srcnat")
            .AddChain("host-ports");

        // route_localnet, which host ports on 127.0.0.1 need, would let pods reach what listens on the node's loopback only.
        transaction.AddRule("guard", $"iifname \"{bridge}\" ip daddr 127.0.0.0/8 drop");
        transaction.AddRule("prerouting", "fib daddr type local jump host-ports");
        transaction.AddRule("output", "fib daddr type local jump host-ports");
        transaction.AddRule("host-ports", $"dnat ip to ip daddr . meta l4proto . th dport map @{OneAddress}");
        transaction.AddRule("host-ports", $"dnat ip to meta l4proto . th dport map @{AnyAddress}");
        transaction.AddRule("postrouting", $"oifname \"{bridge}\" ip saddr 127.0.0.0/8 masquerade", "a node's own host port by loopback");
        transaction.AddRule("postrouting", $"ip saddr . ip daddr @{Hairpin} masquerade", "a pod that asks its own host port");
        if (!bridgeIsFiltered)
            transaction.AddRule("postrouting", $"ct status dnat ip saddr {options.PodCidr} ip daddr {options.PodCidr} masquerade", "no br_netfilter");
        var inside = string.Join(", ", options.NonMasqueradeCidrs.Append(options.PodCidr).Distinct().Where(cidr => !IsPartOfAnother(cidr, options)));
        transaction.AddRule("postrouting", $"ip saddr {options.PodCidr} ip daddr != {{ {inside} }} masquerade fully-random", "pods to the world");

        AddHostPorts(transaction, hostPorts);
        return transaction;
    }

    private static void AddHostPorts(NftTransaction transaction, IEnumerable<HostPortMapping> hostPorts)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var port in hostPorts)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{port.Protocol.ToString().ToLowerInvariant()} . {port.HostPort}");
            // As upstream's: an IPv6 address of the node cannot lead to an IPv4 pod.
            if (port.HostAddress is { AddressFamily: not AddressFamily.InterNetwork }) continue;
            var any = port.HostAddress is null || port.HostAddress.Equals(IPAddress.Any);
            if (!any) key = $"{port.HostAddress} . {key}";
            if (!taken.Add(key)) continue;
            transaction.AddElement(any ? AnyAddress : OneAddress, key, string.Create(CultureInfo.InvariantCulture, $"{port.PodAddress} . {port.PodPort}"));
            if (taken.Add($"{port.PodAddress}")) transaction.AddElement(Hairpin, $"{port.PodAddress} . {port.PodAddress}");
        }
    }

    // An anonymous set refuses overlapping intervals.
    private static bool IsPartOfAnother(IPNetwork cidr, PodNetworkOptions options) =>
        options.NonMasqueradeCidrs.Any(other => other.PrefixLength < cidr.PrefixLength && other.Contains(cidr.BaseAddress));
}
