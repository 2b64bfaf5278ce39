using System.Net;
using Kybernet.Linux.Networking;

namespace Kybernet.Linux.Tests.Networking;

public sealed class PodNetworkRulesTests
{
    private static readonly IPAddress Pod = IPAddress.Parse("10.244.0.7");

    private static readonly PodNetworkOptions Options = new()
    {
        PodCidr = IPNetwork.Parse("10.244.0.0/24"),
        NonMasqueradeCidrs = [IPNetwork.Parse("10.244.0.0/16")],
        StateDirectory = "/state",
        CniConfigDirectory = "/cni",
    };

    [Fact]
    public void The_whole_table_is_replaced_in_one_transaction() => Assert.Equal("""
        add table ip kybernet-pods
        delete table ip kybernet-pods
        add table ip kybernet-pods { comment "Kybernet: masquerading and host ports of pods" ; }
        add map ip kybernet-pods host-ports { type inet_proto . inet_service : ipv4_addr . inet_service ; }
        add map ip kybernet-pods host-ports-of-address { type ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service ; }
        add set ip kybernet-pods hairpin { type ipv4_addr . ipv4_addr ; }
        add chain ip kybernet-pods guard { type filter hook prerouting priority raw ; }
        add chain ip kybernet-pods prerouting { type nat hook prerouting priority dstnat ; }
        add chain ip kybernet-pods output { type nat hook output priority -100 ; }
        add chain ip kybernet-pods postrouting { type nat hook postrouting priority srcnat ; }
        add chain ip kybernet-pods host-ports
        add rule ip kybernet-pods guard iifname "kybernet0" ip daddr 127.0.0.0/8 drop
        add rule ip kybernet-pods prerouting fib daddr type local jump host-ports
        add rule ip kybernet-pods output fib daddr type local jump host-ports
        add rule ip kybernet-pods host-ports dnat ip to ip daddr . meta l4proto . th dport map @host-ports-of-address
        add rule ip kybernet-pods host-ports dnat ip to meta l4proto . th dport map @host-ports
        add rule ip kybernet-pods postrouting oifname "kybernet0" ip saddr 127.0.0.0/8 masquerade comment "a node's own host port by loopback"
        add rule ip kybernet-pods postrouting ip saddr . ip daddr @hairpin masquerade comment "a pod that asks its own host port"
        add rule ip kybernet-pods postrouting ip saddr 10.244.0.0/24 ip daddr != { 10.244.0.0/16 } masquerade fully-random comment "pods to the world"

        """, PodNetworkRules.Build(Options, [], bridgeIsFiltered: true).ToScript());

    [Fact]
    public void Without_br_netfilter_what_was_redirected_between_pods_is_masqueraded() => Assert.Contains(
        "postrouting ct status dnat ip saddr 10.244.0.0/24 ip daddr 10.244.0.0/24 masquerade",
        PodNetworkRules.Build(Options, [], bridgeIsFiltered: false).ToScript());

    [Fact]
    public void The_pod_cidr_is_never_masqueraded_to_and_overlaps_are_left_out()
    {
        Assert.Contains("daddr != { 10.244.0.0/24 }", Rules(Options with { NonMasqueradeCidrs = [] }));
        Assert.Contains("daddr != { 10.0.0.0/8 }", Rules(Options with { NonMasqueradeCidrs = [IPNetwork.Parse("10.0.0.0/8")] }));
        Assert.Contains("daddr != { 10.9.0.0/16, 10.244.0.0/24 }", Rules(Options with { NonMasqueradeCidrs = [IPNetwork.Parse("10.9.0.0/16")] }));
    }

    [Fact]
    public void A_host_port_is_for_all_addresses_or_for_one()
    {
        var script = PodNetworkRules.Build(
            Options,
            [
                new HostPortMapping(null, TransportProtocol.Tcp, 80, Pod, 8080),
                new HostPortMapping(IPAddress.Any, TransportProtocol.Udp, 53, Pod, 5353),
                new HostPortMapping(IPAddress.Loopback, TransportProtocol.Sctp, 99, Pod, 99),
            ],
            bridgeIsFiltered: true).ToScript();

        Assert.EndsWith("""
            add element ip kybernet-pods host-ports { tcp . 80 : 10.244.0.7 . 8080 }
            add element ip kybernet-pods hairpin { 10.244.0.7 . 10.244.0.7 }
            add element ip kybernet-pods host-ports { udp . 53 : 10.244.0.7 . 5353 }
            add element ip kybernet-pods host-ports-of-address { 127.0.0.1 . sctp . 99 : 10.244.0.7 . 99 }

            """, script);
    }

    [Fact]
    public void Of_two_for_one_port_the_first_wins_and_ipv6_addresses_have_no_meaning()
    {
        var script = PodNetworkRules.Build(
            Options,
            [
                new HostPortMapping(null, TransportProtocol.Tcp, 80, Pod, 1),
                new HostPortMapping(null, TransportProtocol.Tcp, 80, Pod, 2),
                new HostPortMapping(IPAddress.IPv6Loopback, TransportProtocol.Tcp, 81, Pod, 3),
            ],
            bridgeIsFiltered: true).ToScript();

        Assert.Contains("{ tcp . 80 : 10.244.0.7 . 1 }", script);
        Assert.DoesNotContain("10.244.0.7 . 2", script);
        Assert.DoesNotContain("::1", script);
    }

    private static string Rules(PodNetworkOptions options) => PodNetworkRules.Build(options, [], bridgeIsFiltered: true).ToScript();
}
