using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.KubeProxy.Rules;
using Kybernet.KubeProxy.Services;
using Kybernet.Linux.Nftables;

namespace Kybernet.KubeProxy.Tests.Harness;

/// <summary>Services, slices and rule sets in few words.</summary>
internal static class Make
{
    public const string Here = "node-a", Elsewhere = "node-b";

    public static readonly NftTable Table = new("ip", "kybernet-proxy");
    public static readonly KubeProxyOptions Options = new() { HostnameOverride = Here, ClusterCidr = IPNetwork.Parse("10.244.0.0/16") };
    public static readonly ProxyNode Node = new(Here, "zone-1", [IPAddress.Parse("192.0.2.1")]);

    public static Service Service(string name, string clusterIP, int port = 80, string protocol = "TCP", string portName = "", int nodePort = 0, Action<ServiceSpec>? with = null)
    {
        Service service = new();
        service.Metadata.Namespace = "ns";
        service.Metadata.Name = name;
        service.Spec.Type = nodePort == 0 ? "ClusterIP" : "NodePort";
        service.Spec.ClusterIP = clusterIP;
        service.Spec.ClusterIPs = [clusterIP];
        service.Spec.Ports = [new ServicePort { Name = portName, Port = port, Protocol = protocol, NodePort = nodePort }];
        with?.Invoke(service.Spec);
        return service;
    }

    public static Service LoadBalancer(string name, string clusterIP, string ingress, Action<ServiceSpec>? with = null)
    {
        var service = Service(name, clusterIP, nodePort: 30080, with: with);
        service.Spec.Type = "LoadBalancer";
        service.Status.LoadBalancer.Ingress = [new LoadBalancerIngress { Ip = ingress }];
        return service;
    }

    public static EndpointSlice Slice(string service, params Endpoint[] endpoints) => Slice(service, 8080, "TCP", "", endpoints);

    public static EndpointSlice Slice(string service, int port, string protocol, string portName, params Endpoint[] endpoints)
    {
        EndpointSlice slice = new() { AddressType = "IPv4" };
        slice.Metadata.Namespace = "ns";
        slice.Metadata.Name = $"{service}-x";
        slice.Metadata.Labels["kubernetes.io/service-name"] = service;
        slice.Ports = [new Api.Discovery.V1.EndpointPort { Name = portName, Port = port, Protocol = protocol }];
        slice.Endpoints = [.. endpoints];
        return slice;
    }

    public static Endpoint Endpoint(string address, string node = Elsewhere, bool ready = true, bool serving = true, bool terminating = false)
    {
        Endpoint endpoint = new() { Addresses = [address], NodeName = node };
        endpoint.Conditions.Ready = ready;
        endpoint.Conditions.Serving = serving;
        endpoint.Conditions.Terminating = terminating;
        return endpoint;
    }

    public static RuleSet Rules(Service[] services, EndpointSlice[] slices, KubeProxyOptions? options = null) =>
        ServiceRules.Build(services, slices, Node, options ?? Options);

    /// <summary>What is in the table beyond what is always there, one line each: "CHAIN: RULE" and "SET: KEY [: VERDICT]". Hashes are left out of names.</summary>
    public static string Text(this RuleSet rules)
    {
        var always = Rules([], []);
        var chains = rules.Chains.Values.Where(chain => !always.Chains.ContainsKey(chain.Name))
            .SelectMany(chain => chain.Rules.Select(rule => $"{chain.Name}: {rule.Text}"));
        var elements = rules.Elements.SelectMany(set => set.Value.Values.Select(element => $"{set.Key}: {element.Key}{(element.Value is null ? "" : $" : {element.Value}")}"));
        return WithoutHashes(string.Join('\n', elements.Concat(chains)));
    }

    public static string WithoutHashes(string text) => System.Text.RegularExpressions.Regex.Replace(text, "-[A-Z2-7]{8}-", "-");
}
