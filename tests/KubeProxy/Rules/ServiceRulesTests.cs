using System.Net;
using Kybernet.KubeProxy.Services;
using Kybernet.KubeProxy.Tests.Harness;

namespace Kybernet.KubeProxy.Tests.Rules;

/// <summary>What each kind of Service becomes, rule by rule.</summary>
public sealed class ServiceRulesTests
{
    [Fact]
    public void A_cluster_ip_with_two_endpoints()
    {
        var rules = Make.Rules([Make.Service("web", "10.96.0.10")], [Make.Slice("web", Make.Endpoint("10.244.1.5"), Make.Endpoint("10.244.2.6"))]);
        Assert.Equal("""
            cluster-ips: 10.96.0.10
            service-ips: 10.96.0.10 . tcp . 80 : goto service-ns/web/tcp/
            service-ns/web/tcp/: ip daddr 10.96.0.10 tcp dport 80 ip saddr != 10.244.0.0/16 jump mark-for-masquerade
            service-ns/web/tcp/: numgen random mod 2 vmap { 0 : goto endpoint-ns/web/tcp/__10.244.1.5/8080, 1 : goto endpoint-ns/web/tcp/__10.244.2.6/8080 }
            endpoint-ns/web/tcp/__10.244.1.5/8080: ip saddr 10.244.1.5 jump mark-for-masquerade
            endpoint-ns/web/tcp/__10.244.1.5/8080: meta l4proto tcp dnat to 10.244.1.5:8080
            endpoint-ns/web/tcp/__10.244.2.6/8080: ip saddr 10.244.2.6 jump mark-for-masquerade
            endpoint-ns/web/tcp/__10.244.2.6/8080: meta l4proto tcp dnat to 10.244.2.6:8080
            """, rules.Text());
    }

    [Fact]
    public void A_port_is_served_by_the_endpoints_of_its_name_and_protocol()
    {
        var dns = Make.Service("dns", "10.96.0.10", 53, "UDP", "dns", with: spec => spec.Ports.Add(new() { Name = "dns-tcp", Port = 53, Protocol = "TCP" }));
        var rules = Make.Rules([dns], [Make.Slice("dns", 5353, "UDP", "dns", Make.Endpoint("10.244.1.5")), Make.Slice("dns", 5354, "TCP", "dns-tcp", Make.Endpoint("10.244.1.6"))]);
        Assert.Equal("""
            cluster-ips: 10.96.0.10
            service-ips: 10.96.0.10 . udp . 53 : goto service-ns/dns/udp/dns
            service-ips: 10.96.0.10 . tcp . 53 : goto service-ns/dns/tcp/dns-tcp
            service-ns/dns/udp/dns: ip daddr 10.96.0.10 udp dport 53 ip saddr != 10.244.0.0/16 jump mark-for-masquerade
            service-ns/dns/udp/dns: goto endpoint-ns/dns/udp/dns__10.244.1.5/5353
            endpoint-ns/dns/udp/dns__10.244.1.5/5353: ip saddr 10.244.1.5 jump mark-for-masquerade
            endpoint-ns/dns/udp/dns__10.244.1.5/5353: meta l4proto udp dnat to 10.244.1.5:5353
            service-ns/dns/tcp/dns-tcp: ip daddr 10.96.0.10 tcp dport 53 ip saddr != 10.244.0.0/16 jump mark-for-masquerade
            service-ns/dns/tcp/dns-tcp: goto endpoint-ns/dns/tcp/dns-tcp__10.244.1.6/5354
            endpoint-ns/dns/tcp/dns-tcp__10.244.1.6/5354: ip saddr 10.244.1.6 jump mark-for-masquerade
            endpoint-ns/dns/tcp/dns-tcp__10.244.1.6/5354: meta l4proto tcp dnat to 10.244.1.6:5354
            """, rules.Text());
    }

    [Fact]
    public void A_node_port_takes_on_the_nodes_address_and_serves_loopback_from_local_endpoints()
    {
        var rules = Make.Rules(
            [Make.Service("web", "10.96.0.10", nodePort: 30080)],
            [Make.Slice("web", Make.Endpoint("10.244.1.5", Make.Here), Make.Endpoint("10.244.2.6"))]);
        Assert.Equal("""
            cluster-ips: 10.96.0.10
            service-ips: 10.96.0.10 . tcp . 80 : goto service-ns/web/tcp/
            service-nodeports: tcp . 30080 : goto external-ns/web/tcp/
            loopback-nodeports: tcp . 30080 : goto local-ns/web/tcp/
            external-ns/web/tcp/: jump mark-for-masquerade
            external-ns/web/tcp/: goto service-ns/web/tcp/
            service-ns/web/tcp/: ip daddr 10.96.0.10 tcp dport 80 ip saddr != 10.244.0.0/16 jump mark-for-masquerade
            service-ns/web/tcp/: numgen random mod 2 vmap { 0 : goto endpoint-ns/web/tcp/__10.244.1.5/8080, 1 : goto endpoint-ns/web/tcp/__10.244.2.6/8080 }
            local-ns/web/tcp/: goto endpoint-ns/web/tcp/__10.244.1.5/8080
            endpoint-ns/web/tcp/__10.244.1.5/8080: ip saddr 10.244.1.5 jump mark-for-masquerade
            endpoint-ns/web/tcp/__10.244.1.5/8080: meta l4proto tcp dnat to 10.244.1.5:8080
            endpoint-ns/web/tcp/__10.244.2.6/8080: ip saddr 10.244.2.6 jump mark-for-masquerade
            endpoint-ns/web/tcp/__10.244.2.6/8080: meta l4proto tcp dnat to 10.244.2.6:8080
            """, rules.Text());
    }

    [Fact]
    public void External_policy_local_keeps_the_clients_address_and_leads_the_clusters_own_traffic_everywhere()
    {
        var rules = Make.Rules(
            [Make.Service("web", "10.96.0.10", nodePort: 30080, with: spec => spec.ExternalTrafficPolicy = "Local")],
            [Make.Slice("web", Make.Endpoint("10.244.1.5", Make.Here), Make.Endpoint("10.244.2.6"))],
            Make.Options with { LocalhostNodePorts = false });
        Assert.Equal("""
            external-ns/web/tcp/: ip saddr 10.244.0.0/16 goto service-ns/web/tcp/
            external-ns/web/tcp/: fib saddr type local jump mark-for-masquerade
            external-ns/web/tcp/: fib saddr type local goto service-ns/web/tcp/
            external-ns/web/tcp/: goto local-ns/web/tcp/
            local-ns/web/tcp/: goto endpoint-ns/web/tcp/__10.244.1.5/8080
            """, Lines(rules.Text(), "external-", "local-"));
    }

    [Fact]
    public void External_policy_local_without_an_endpoint_here_drops_what_comes_from_outside()
    {
        var rules = Make.Rules(
            [Make.Service("web", "10.96.0.10", nodePort: 30080, with: spec => spec.ExternalTrafficPolicy = "Local")],
            [Make.Slice("web", Make.Endpoint("10.244.2.6"))]);
        Assert.Equal("""
            service-nodeports: tcp . 30080 : goto external-ns/web/tcp/
            no-endpoint-nodeports: tcp . 30080 : drop
            external-ns/web/tcp/: ip saddr 10.244.0.0/16 goto service-ns/web/tcp/
            external-ns/web/tcp/: fib saddr type local jump mark-for-masquerade
            external-ns/web/tcp/: fib saddr type local goto service-ns/web/tcp/
            """, Lines(rules.Text(), "service-nodeports", "no-endpoint", "external-", "local-"));
    }

    [Fact]
    public void Internal_policy_local_is_for_the_cluster_ip_alone()
    {
        var local = Make.Service("web", "10.96.0.10", with: spec => spec.InternalTrafficPolicy = "Local");
        var here = Make.Rules([local], [Make.Slice("web", Make.Endpoint("10.244.1.5", Make.Here), Make.Endpoint("10.244.2.6"))]);
        Assert.Equal("""
            cluster-ips: 10.96.0.10
            service-ips: 10.96.0.10 . tcp . 80 : goto local-ns/web/tcp/
            local-ns/web/tcp/: ip daddr 10.96.0.10 tcp dport 80 ip saddr != 10.244.0.0/16 jump mark-for-masquerade
            local-ns/web/tcp/: goto endpoint-ns/web/tcp/__10.244.1.5/8080
            endpoint-ns/web/tcp/__10.244.1.5/8080: ip saddr 10.244.1.5 jump mark-for-masquerade
            endpoint-ns/web/tcp/__10.244.1.5/8080: meta l4proto tcp dnat to 10.244.1.5:8080
            """, here.Text());
        var elsewhere = Make.Rules([local], [Make.Slice("web", Make.Endpoint("10.244.2.6"))]);
        Assert.Equal("""
            cluster-ips: 10.96.0.10
            no-endpoint-services: 10.96.0.10 . tcp . 80 : drop
            """, elsewhere.Text());
    }

    [Fact]
    public void Without_endpoints_everything_is_refused()
    {
        var service = Make.LoadBalancer("web", "10.96.0.10", "203.0.113.7", spec => spec.ExternalIPs = ["203.0.113.9"]);
        var slice = Make.Slice("web", Make.Endpoint("10.244.1.5", ready: false, serving: false));
        Assert.Equal("""
            cluster-ips: 10.96.0.10
            no-endpoint-services: 10.96.0.10 . tcp . 80 : goto reject-chain
            no-endpoint-services: 203.0.113.9 . tcp . 80 : goto reject-chain
            no-endpoint-services: 203.0.113.7 . tcp . 80 : goto reject-chain
            no-endpoint-nodeports: tcp . 30080 : goto reject-chain
            """, Make.Rules([service], [slice]).Text());
    }

    [Fact]
    public void Session_affinity_remembers_clients_endpoint_by_endpoint()
    {
        var sticky = Make.Service("web", "10.96.0.10", with: spec =>
        {
            spec.SessionAffinity = "ClientIP";
            spec.SessionAffinityConfig = new() { ClientIP = new() { TimeoutSeconds = 60 } };
        });
        var rules = Make.Rules([sticky], [Make.Slice("web", Make.Endpoint("10.244.1.5"), Make.Endpoint("10.244.2.6"))]);
        Assert.Equal("""
            service-ns/web/tcp/: ip daddr 10.96.0.10 tcp dport 80 ip saddr != 10.244.0.0/16 jump mark-for-masquerade
            service-ns/web/tcp/: ip saddr @affinity-ns/web/tcp/__10.244.1.5/8080 goto endpoint-ns/web/tcp/__10.244.1.5/8080
            service-ns/web/tcp/: ip saddr @affinity-ns/web/tcp/__10.244.2.6/8080 goto endpoint-ns/web/tcp/__10.244.2.6/8080
            service-ns/web/tcp/: numgen random mod 2 vmap { 0 : goto endpoint-ns/web/tcp/__10.244.1.5/8080, 1 : goto endpoint-ns/web/tcp/__10.244.2.6/8080 }
            endpoint-ns/web/tcp/__10.244.1.5/8080: ip saddr 10.244.1.5 jump mark-for-masquerade
            endpoint-ns/web/tcp/__10.244.1.5/8080: update @affinity-ns/web/tcp/__10.244.1.5/8080 { ip saddr timeout 60s }
            endpoint-ns/web/tcp/__10.244.1.5/8080: meta l4proto tcp dnat to 10.244.1.5:8080
            endpoint-ns/web/tcp/__10.244.2.6/8080: ip saddr 10.244.2.6 jump mark-for-masquerade
            endpoint-ns/web/tcp/__10.244.2.6/8080: update @affinity-ns/web/tcp/__10.244.2.6/8080 { ip saddr timeout 60s }
            endpoint-ns/web/tcp/__10.244.2.6/8080: meta l4proto tcp dnat to 10.244.2.6:8080
            """, Lines(rules.Text(), "service-ns", "endpoint-"));
        Assert.Equal(2, rules.Sets.Values.Count(set => set.Flags == "dynamic,timeout"));
    }

    [Theory]
    [InlineData("198.51.100.0/24", "ip saddr != { 198.51.100.0/24 } drop")]
    [InlineData("198.51.100.0/24 198.51.100.128/25 10.1.2.3/8", "ip saddr != { 10.0.0.0/8, 198.51.100.0/24 } drop")]
    [InlineData("192.0.2.0/24", "ip saddr != { 192.0.2.0/24, 203.0.113.7 } drop")] // the node is in it: its load balancer's address may be its own
    [InlineData("2001:db8::/32", null)]
    [InlineData("10.0.0.0/8 0.0.0.0/0", null)]
    public void Source_ranges_guard_the_load_balancers_address(string ranges, string? expected)
    {
        var service = Make.LoadBalancer("web", "10.96.0.10", "203.0.113.7", spec => spec.LoadBalancerSourceRanges = [.. ranges.Split(' ')]);
        var text = Lines(Make.Rules([service], [Make.Slice("web", Make.Endpoint("10.244.1.5"))]).Text(), "firewall-");
        Assert.Equal(expected is null ? "" : $"firewall-ips: 203.0.113.7 . tcp . 80 : goto firewall-ns/web/tcp/\nfirewall-ns/web/tcp/: {expected}", text);
    }

    [Fact]
    public void Headless_external_name_foreign_and_ipv6_services_have_no_rules()
    {
        var foreign = Make.Service("foreign", "10.96.0.11");
        foreign.Metadata.Labels[ServicePorts.ProxyNameLabel] = "another";
        var rules = Make.Rules(
            [
                Make.Service("headless", "None"), Make.Service("six", "fd00::10"), Make.Service("pending", ""), foreign,
                Make.Service("elsewhere", "10.96.0.12", with: spec => spec.Type = "ExternalName"),
                Make.Service("odd", "10.96.0.13", protocol: "QUIC"),
            ],
            []);
        Assert.Equal("", rules.Text());
    }

    [Fact]
    public void Of_two_services_with_the_same_external_address_the_elder_gets_it()
    {
        var young = Make.Service("a", "10.96.0.10", with: spec => spec.ExternalIPs = ["203.0.113.9"]);
        var old = Make.Service("b", "10.96.0.11", with: spec => spec.ExternalIPs = ["203.0.113.9"]);
        (young.Metadata.CreationTimestamp, old.Metadata.CreationTimestamp) = (DateTimeOffset.UnixEpoch.AddDays(2), DateTimeOffset.UnixEpoch.AddDays(1));
        var rules = Make.Rules([young, old], [Make.Slice("a", Make.Endpoint("10.244.1.5")), Make.Slice("b", Make.Endpoint("10.244.1.6"))]);
        Assert.Equal("service-ips: 203.0.113.9 . tcp . 80 : goto external-ns/b/tcp/", Lines(rules.Text(), "service-ips: 203"));
    }

    [Fact]
    public void Load_balancers_that_forward_to_node_ports_have_no_rule_of_their_own()
    {
        var service = Make.LoadBalancer("web", "10.96.0.10", "203.0.113.7");
        service.Status.LoadBalancer.Ingress[0].IpMode = "Proxy";
        Assert.DoesNotContain("203.0.113.7", Make.Rules([service], [Make.Slice("web", Make.Endpoint("10.244.1.5"))]).Text());
    }

    [Fact]
    public void Node_ports_can_be_bound_to_some_addresses()
    {
        var networks = Make.Rules([], [], Make.Options with { NodePortAddresses = NodePortAddresses.Parse(["192.0.2.0/24", "192.0.2.128/25", "fd00::/8"]) });
        Assert.Equal("nodeport-ips: 192.0.2.0/24", networks.Text());
        Assert.Equal("nodeport-ips: 192.0.2.1", Make.Rules([], [], Make.Options with { NodePortAddresses = NodePortAddresses.Primary }).Text());
        Assert.Contains(networks.Chains["services"].Rules, rule => rule.Text.Contains("ip daddr @nodeport-ips", StringComparison.Ordinal));
        Assert.DoesNotContain(networks.Chains["nat-output"].Rules, rule => rule.Text.Contains("127.0.0.0/8", StringComparison.Ordinal));
        Assert.Throws<FormatException>(() => NodePortAddresses.Parse(["primary", "192.0.2.0/24"]));
        Assert.Throws<FormatException>(() => NodePortAddresses.Parse(["here"]));
    }

    [Fact]
    public void Without_a_cluster_cidr_nothing_is_masqueraded_for_coming_from_outside_it()
    {
        var (service, slice) = (Make.Service("web", "10.96.0.10"), Make.Slice("web", Make.Endpoint("10.244.1.5")));
        Assert.Equal("service-ns/web/tcp/: goto endpoint-ns/web/tcp/__10.244.1.5/8080",
            Lines(Make.Rules([service], [slice], Make.Options with { ClusterCidr = null }).Text(), "service-ns"));
        Assert.Contains("service-ns/web/tcp/: ip daddr 10.96.0.10 tcp dport 80 jump mark-for-masquerade",
            Make.Rules([service], [slice], Make.Options with { MasqueradeAll = true }).Text());
    }

    [Fact]
    public void Names_are_unique_where_they_are_cut()
    {
        var (a, b) = (new string('x', 62) + "a", new string('x', 62) + "b");
        var services = new[] { a, b }.Select((name, i) => Make.Service(name, $"10.96.0.{i + 1}", portName: new string('p', 63))).ToArray();
        foreach (var service in services) service.Metadata.Namespace = new string('n', 63);
        var slices = services.Select(service => Make.Slice(service.Metadata.Name, 80, "TCP", new string('p', 63), Make.Endpoint("10.244.255.255"))).ToArray();
        foreach (var slice in slices) slice.Metadata.Namespace = new string('n', 63);
        var rules = Make.Rules(services, slices);
        Assert.Equal(4, rules.Chains.Count - Make.Rules([], []).Chains.Count);
        Assert.All(rules.Chains.Keys, name => Assert.InRange(name.Length, 1, 128));
    }

    private static string Lines(string text, params string[] starts) =>
        string.Join('\n', text.Split('\n').Where(line => starts.Any(start => line.StartsWith(start, StringComparison.Ordinal))));
}
