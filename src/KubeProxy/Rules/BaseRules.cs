using Kybernet.KubeProxy.Services;

namespace Kybernet.KubeProxy.Rules;

/// <summary>
/// What is in the table whatever the Services are: the maps from address and port to a Service's chain, and the chains that the
/// kernel calls, which look them up. Names and places are upstream's.
/// </summary>
internal static class BaseRules
{
    public const string ClusterIPs = "cluster-ips";
    public const string NodePortIPs = "nodeport-ips";
    public const string ServiceIPs = "service-ips";
    public const string ServiceNodePorts = "service-nodeports";
    public const string LoopbackNodePorts = "loopback-nodeports";
    public const string NoEndpointServices = "no-endpoint-services";
    public const string NoEndpointNodePorts = "no-endpoint-nodeports";
    public const string FirewallIPs = "firewall-ips";
    public const string MarkForMasquerade = "mark-for-masquerade";
    public const string RejectChain = "reject-chain";

    private const string AddressKey = "ip daddr . meta l4proto . th dport";
    private const string PortKey = "meta l4proto . th dport";
    private const string AddressVerdicts = "ipv4_addr . inet_proto . inet_service : verdict";
    private const string PortVerdicts = "inet_proto . inet_service : verdict";

    public static RuleSetPart Build(ProxyNode node, KubeProxyOptions options)
    {
        RuleSetPart part = new();
        AddSets(part, node, options);
        AddFilter(part, options);
        AddNat(part, options);
        return part;
    }

    private static void AddSets(RuleSetPart part, ProxyNode node, KubeProxyOptions options)
    {
        part.Set(new ElementSet(ClusterIPs, "ipv4_addr", Comment: "Active ClusterIPs"));
        part.Set(new ElementSet(NodePortIPs, "ipv4_addr", "interval", "IPs that accept NodePort traffic"));
        part.Set(new ElementSet(ServiceIPs, AddressVerdicts, Comment: "ClusterIP, ExternalIP and LoadBalancer IP traffic"));
        part.Set(new ElementSet(ServiceNodePorts, PortVerdicts, Comment: "NodePort traffic"));
        part.Set(new ElementSet(LoopbackNodePorts, PortVerdicts, Comment: "NodePort traffic of the node itself on 127.0.0.1"));
        part.Set(new ElementSet(NoEndpointServices, AddressVerdicts, Comment: "What is sent to services with no endpoints"));
        part.Set(new ElementSet(NoEndpointNodePorts, PortVerdicts, Comment: "What is sent to NodePorts with no endpoints"));
        part.Set(new ElementSet(FirewallIPs, AddressVerdicts, Comment: "destinations that are subject to LoadBalancerSourceRanges"));

        foreach (var network in options.NodePortAddresses.Networks) part.Element(NodePortIPs, network.ToString(), null, null);
        if (!options.NodePortAddresses.IsPrimary) return;
        foreach (var address in node.Addresses) part.Element(NodePortIPs, address.ToString(), null, null);
    }

    private static void AddFilter(RuleSetPart part, KubeProxyOptions options)
    {
        // Who may come is decided while the packet still says where it wanted to go.
        const string BeforeNat = "-110", AfterNat = "-90";
        part.Chain("filter-prerouting-pre-dnat", new ChainHook("filter", "prerouting", BeforeNat)).Rule("ct state new jump firewall-check");
        part.Chain("filter-output-pre-dnat", new ChainHook("filter", "output", BeforeNat)).Rule("ct state new jump firewall-check");
        part.Chain("filter-input", new ChainHook("filter", "input", "filter"))
            .Rule("ct state new jump nodeport-endpoints-check")
            .Rule("ct state new jump service-endpoints-check");
        part.Chain("filter-forward", new ChainHook("filter", "forward", "filter"))
            .Rule("ct state new jump service-endpoints-check")
            .Rule("ct state new jump cluster-ips-check");
        part.Chain("filter-output", new ChainHook("filter", "output", AfterNat))
            .Rule("ct state new jump service-endpoints-check")
            .Rule("ct state new jump cluster-ips-check");

        part.Chain("firewall-check").Rule($"{AddressKey} vmap @{FirewallIPs}");
        part.Chain("service-endpoints-check").Rule($"{AddressKey} vmap @{NoEndpointServices}");
        part.Chain("nodeport-endpoints-check").Rule($"{NodePortMatch(options)} {PortKey} vmap @{NoEndpointNodePorts}");
        // What was for a Service has another destination by now.
        part.Chain("cluster-ips-check").Rule($"ip daddr @{ClusterIPs} reject", "Reject traffic to invalid ports of ClusterIPs");
        part.Chain(RejectChain).Rule("reject");
    }

    private static void AddNat(RuleSetPart part, KubeProxyOptions options)
    {
        var mark = options.MasqueradeMark;
        part.Chain("nat-prerouting", new ChainHook("nat", "prerouting", "dstnat")).Rule("jump services");
        var output = part.Chain("nat-output", new ChainHook("nat", "output", "-100")).Rule("jump services");
        if (options.LocalhostNodePorts && options.NodePortAddresses.IncludeLoopback)
            output.Rule($"ip daddr 127.0.0.0/8 {PortKey} vmap @{LoopbackNodePorts}");
        part.Chain("nat-postrouting", new ChainHook("nat", "postrouting", "srcnat")).Rule("jump masquerading");

        part.Chain("services")
            .Rule($"{AddressKey} vmap @{ServiceIPs}")
            .Rule($"{NodePortMatch(options)} {PortKey} vmap @{ServiceNodePorts}");
        part.Chain(MarkForMasquerade).Rule($"meta mark set meta mark or {mark}");
        part.Chain("masquerading")
            .Rule("oifname != \"lo\" ip saddr 127.0.0.0/8 ct status dnat masquerade fully-random", "NodePorts on 127.0.0.1")
            .Rule($"meta mark and {mark} == 0 return")
            // The packet may come by again in another wrapping (a tunnel), which is to keep its source.
            .Rule($"meta mark set meta mark xor {mark}")
            .Rule("masquerade fully-random");
    }

    // Loopback has a way of its own: see LoopbackNodePorts.
    private static string NodePortMatch(KubeProxyOptions options)
    {
        const string AnyButLoopback = "fib daddr type local ip daddr != 127.0.0.0/8";
        return options.NodePortAddresses.IsAll ? AnyButLoopback : $"{AnyButLoopback} ip daddr @{NodePortIPs}";
    }
}
