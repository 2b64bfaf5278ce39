using System.Globalization;
using System.Net;
using Kybernet.KubeProxy.Flows;
using Kybernet.KubeProxy.Services;
using Kybernet.Linux.Networking;
using static Kybernet.KubeProxy.Rules.BaseRules;

namespace Kybernet.KubeProxy.Rules;

/// <summary>What one port of a Service has in the table.</summary>
/// <param name="port">The port.</param>
/// <param name="all">All its endpoints, usable or not.</param>
/// <param name="node">The node that the rules are for.</param>
/// <param name="options">How the proxy works.</param>
internal sealed class ServicePortRules(ServicePortInfo port, IReadOnlyList<EndpointInfo> all, ProxyNode node, KubeProxyOptions options)
{
    private readonly EndpointSelection _endpoints = EndpointSelection.Of(port, all, node);
    private readonly ServicePortName _name = port.Name;
    private readonly string _comment = Shorten(port.Name.ToString());

    // What comes to the ClusterIP, and what comes from outside, and where there is nobody for it.
    private IReadOnlyList<EndpointInfo> Internal => port.InternalPolicyLocal ? _endpoints.Local : _endpoints.Cluster;

    private IReadOnlyList<EndpointInfo> External => port.ExternalPolicyLocal ? _endpoints.Local : _endpoints.Cluster;

    private string InternalChain => port.InternalPolicyLocal ? RuleNames.Local(_name) : RuleNames.Service(_name);

    private string ExternalPolicyChain => port.ExternalPolicyLocal ? RuleNames.Local(_name) : RuleNames.Service(_name);

    // With endpoints on other nodes only, a refusal would be a lie: load balancers take it as "the Service is gone".
    private string NobodyHere => _endpoints.Any ? "drop" : $"goto {RejectChain}";

    private bool ServesLoopback =>
        port.NodePort != 0 && _endpoints.Local.Count > 0 && options.LocalhostNodePorts && options.NodePortAddresses.IncludeLoopback;

    public void AddTo(RuleSetPart part)
    {
        // 1  what leads here
        AddClusterIP(part);
        foreach (var address in port.ExternalIPs.Concat(port.LoadBalancerIPs))
            AddExternal(part, ServiceIPs, NoEndpointServices, Key(address));
        if (port.NodePort != 0) AddExternal(part, ServiceNodePorts, NoEndpointNodePorts, Key(port.NodePort));
        if (ServesLoopback) part.Element(LoopbackNodePorts, Key(port.NodePort), $"goto {RuleNames.Local(_name)}", _comment);
        AddFirewall(part);

        // 2  from there to a choice of endpoints
        if (_endpoints.Any && port.IsExternallyAccessible) AddExternalChain(part);
        if (port.UsesClusterEndpoints) AddChoice(part, RuleNames.Service(_name), _endpoints.Cluster);
        if (port.UsesLocalEndpoints || ServesLoopback) AddChoice(part, RuleNames.Local(_name), _endpoints.Local);

        // 3  and to one of them
        foreach (var endpoint in _endpoints.Cluster.Concat(UsedLocals()).Distinct()) AddEndpoint(part, endpoint);

        if (_name.Protocol == TransportProtocol.Udp) AddUdp(part);
    }

    private IReadOnlyList<EndpointInfo> UsedLocals() => port.UsesLocalEndpoints || ServesLoopback ? _endpoints.Local : [];

    private void AddClusterIP(RuleSetPart part)
    {
        part.Element(ClusterIPs, port.ClusterIP.ToString(), null, Shorten($"{_name.Namespace}/{_name.Service}"));
        if (Internal.Count > 0) part.Element(ServiceIPs, Key(port.ClusterIP), $"goto {InternalChain}", _comment);
        else part.Element(NoEndpointServices, Key(port.ClusterIP), NobodyHere, _comment);
    }

    private void AddExternal(RuleSetPart part, string services, string nobody, string key)
    {
        // Both may hold: the cluster's own traffic is led on, and the rest dropped.
        if (_endpoints.Any) part.Element(services, key, $"goto {RuleNames.External(_name)}", _comment);
        if (External.Count == 0) part.Element(nobody, key, NobodyHere, _comment);
    }

    private void AddFirewall(RuleSetPart part)
    {
        var ranges = port.LoadBalancerSourceRanges;
        if (port.LoadBalancerIPs.Count == 0 || ranges.Count == 0 || ranges[0].PrefixLength == 0) return;
        IEnumerable<string> sources = ranges.Select(range => range.ToString());
        // The address of a load balancer may also be one of this node's, as source of what the node itself sends there.
        if (node.Addresses.Any(IsAdmitted))
            sources = sources.Concat(port.LoadBalancerIPs.Where(address => !IsAdmitted(address)).Select(address => address.ToString()));

        var chain = RuleNames.Firewall(_name);
        part.Chain(chain).Rule($"ip saddr != {{ {string.Join(", ", sources)} }} drop");
        foreach (var address in port.LoadBalancerIPs) part.Element(FirewallIPs, Key(address), $"goto {chain}", _comment);

        bool IsAdmitted(IPAddress address) => ranges.Any(range => range.Contains(address));
    }

    private void AddExternalChain(RuleSetPart part)
    {
        var chain = part.Chain(RuleNames.External(_name));
        if (!port.ExternalPolicyLocal)
        {
            // The answer must come back through this node, wherever the endpoint is.
            chain.Rule($"jump {MarkForMasquerade}");
        }
        else if (_endpoints.Cluster.Count > 0)
        {
            var everywhere = RuleNames.Service(_name);
            if (options.ClusterCidr is { } pods) chain.Rule($"ip saddr {pods} goto {everywhere}", "short-circuit pod traffic");
            chain.Rule($"fib saddr type local jump {MarkForMasquerade}", "masquerade local traffic");
            chain.Rule($"fib saddr type local goto {everywhere}", "short-circuit local traffic");
        }
        if (External.Count > 0) chain.Rule($"goto {ExternalPolicyChain}");
    }

    private void AddChoice(RuleSetPart part, string name, IReadOnlyList<EndpointInfo> endpoints)
    {
        if (endpoints.Count == 0) return;
        var chain = part.Chain(name);
        if (name == InternalChain) MarkOutsiders(chain);
        if (port.AffinitySeconds is not null)
        {
            foreach (var endpoint in endpoints)
                chain.Rule($"ip saddr @{RuleNames.Affinity(_name, endpoint)} goto {RuleNames.Endpoint(_name, endpoint)}");
        }
        if (endpoints is [var only])
        {
            chain.Rule($"goto {RuleNames.Endpoint(_name, only)}");
            return;
        }
        var choices = endpoints.Select((endpoint, index) => Text($"{index} : goto {RuleNames.Endpoint(_name, endpoint)}"));
        chain.Rule(Text($"numgen random mod {endpoints.Count} vmap {{ {string.Join(", ", choices)} }}"));
    }

    private void MarkOutsiders(RuleChain chain)
    {
        var toClusterIP = Text($"ip daddr {port.ClusterIP} {_name.ProtocolName} dport {port.Port}");
        if (options.MasqueradeAll)
            chain.Rule($"{toClusterIP} jump {MarkForMasquerade}");
        else if (options.ClusterCidr is { } pods)
            chain.Rule($"{toClusterIP} ip saddr != {pods} jump {MarkForMasquerade}", "masquerade off-cluster traffic");
    }

    private void AddEndpoint(RuleSetPart part, EndpointInfo endpoint)
    {
        var chain = part.Chain(RuleNames.Endpoint(_name, endpoint));
        chain.Rule($"ip saddr {endpoint.Address} jump {MarkForMasquerade}", "masquerade hairpin traffic");
        if (port.AffinitySeconds is { } seconds)
        {
            var clients = RuleNames.Affinity(_name, endpoint);
            part.Set(new ElementSet(clients, "ipv4_addr", "dynamic,timeout"));
            chain.Rule(Text($"update @{clients} {{ ip saddr timeout {seconds}s }}"));
        }
        chain.Rule($"meta l4proto {_name.ProtocolName} dnat to {endpoint}");
    }

    private void AddUdp(RuleSetPart part)
    {
        HashSet<string> answering = [.. all.Where(endpoint => endpoint.IsServing).Select(endpoint => endpoint.ToString())];
        foreach (var address in port.ExternalIPs.Concat(port.LoadBalancerIPs).Prepend(port.ClusterIP))
            part.AddUdp(new UdpDestination(address, port.Port, answering));
        if (port.NodePort != 0) part.AddUdp(new UdpDestination(null, port.NodePort, answering));
    }

    private string Key(IPAddress address) => Text($"{address} . {_name.ProtocolName} . {port.Port}");

    private string Key(int nodePort) => Text($"{_name.ProtocolName} . {nodePort}");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    // nft's limit for a comment.
    private static string Shorten(string comment) => comment.Length <= 128 ? comment : comment[..128];
}
