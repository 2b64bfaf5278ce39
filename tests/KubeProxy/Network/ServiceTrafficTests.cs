using Kybernet.Api.Discovery.V1;
using Kybernet.KubeProxy.Services;
using Kybernet.KubeProxy.Tests.Harness;
using static Kybernet.KubeProxy.Tests.Harness.TestClient;

namespace Kybernet.KubeProxy.Tests.Network;

/// <summary>Real packets through real rules, on a node of namespaces.</summary>
public sealed class ServiceTrafficTests
{
    private const string ClusterIP = "10.96.0.10";
    private const int NodePort = 30080;

    [NodeFact]
    public async Task A_service_answers_from_everywhere_and_follows_its_endpoints()
    {
        await using var node = await TestNode.CreateAsync();
        var (a, b) = (await node.AddPodAsync("a"), await node.AddPodAsync("b"));
        var web = Make.Service("web", ClusterIP, nodePort: NodePort);

        // Nobody there: refused at once, by each way.
        await node.ServeAsync([web], []);
        Assert.Equal(Refused, await AskAsync(a.Namespace, ClusterIP, 80));
        Assert.Equal(Refused, await AskAsync(node.Namespace, ClusterIP, 80));
        Assert.Equal(Refused, await AskAsync(node.World, TestNode.Address, NodePort));
        Assert.Equal(Refused, await AskAsync(node.Namespace, TestNode.Address, NodePort));

        // One comes: by each way it answers, and sees who asks unless the answer could not find back.
        await node.ServeAsync([web], [Make.Slice("web", Make.Endpoint(a.Address, Make.Here))]);
        Assert.Equal($"a {b.Address}", await AskAsync(b.Namespace, ClusterIP, 80));
        Assert.Equal($"a {TestNode.Gateway}", await AskAsync(a.Namespace, ClusterIP, 80)); // itself
        Assert.Equal($"a {TestNode.Gateway}", await AskAsync(node.Namespace, ClusterIP, 80));
        Assert.Equal($"a {TestNode.Gateway}", await AskAsync(node.World, TestNode.Address, NodePort));
        Assert.Equal($"a {TestNode.Gateway}", await AskAsync(node.Namespace, TestNode.Address, NodePort));
        Assert.Equal($"a {TestNode.Gateway}", await AskAsync(node.Namespace, "127.0.0.1", NodePort));
        Assert.Equal($"a {TestNode.Gateway}", await AskAsync(b.Namespace, TestNode.Address, NodePort));
        Assert.Equal(Refused, await AskAsync(b.Namespace, ClusterIP, 81)); // no such port

        // Two: both get some.
        await node.ServeAsync([web], [Make.Slice("web", Make.Endpoint(a.Address, Make.Here), Make.Endpoint(b.Address, Make.Here))]);
        Assert.Equal(["a", "b"], await NamesAsync(a.Namespace, ClusterIP, 80, 2));
        Assert.Equal(["a", "b"], await NamesAsync(node.World, TestNode.Address, NodePort, 2));
        Assert.Equal(["a", "b"], await NamesAsync(node.Namespace, "127.0.0.1", NodePort, 2));

        // The first goes: only the second is left. The table is as we think it is all the time.
        await node.ServeAsync([web], [Make.Slice("web", Make.Endpoint(b.Address, Make.Here))]);
        Assert.Equal(["b"], await NamesAsync(a.Namespace, ClusterIP, 80, 2, asks: 10));
        Assert.Null(await node.Table.CompareAsync(CancellationToken.None));

        await node.Table.RemoveAsync(CancellationToken.None);
        Assert.Equal("table ip kybernet-pods\n", await node.RunAsync("nft", "list", "tables"));
    }

    [NodeFact]
    public async Task The_api_server_on_the_node_is_reached_at_its_cluster_address()
    {
        await using var node = await TestNode.CreateAsync();
        var pod = await node.AddPodAsync("pod");
        using TestServer api = new("api", node.Namespace, 6443);
        var kubernetes = Make.Service("kubernetes", "10.96.0.1", 443, portName: "https");
        await node.ServeAsync([kubernetes], [Make.Slice("kubernetes", 6443, "TCP", "https", new Endpoint { Addresses = [TestNode.Address] })]);

        Assert.Equal($"api {pod.Address}", await AskAsync(pod.Namespace, "10.96.0.1", 443));
        Assert.Equal($"api {TestNode.Address}", await AskAsync(node.Namespace, "10.96.0.1", 443));
    }

    [NodeFact]
    public async Task Affinity_keeps_a_client_at_its_endpoint_while_that_is_there()
    {
        await using var node = await TestNode.CreateAsync();
        var (a, b) = (await node.AddPodAsync("a"), await node.AddPodAsync("b"));
        var addresses = new Dictionary<string, string> { ["a"] = a.Address, ["b"] = b.Address };
        var web = Make.Service("web", ClusterIP, nodePort: NodePort, with: spec => spec.SessionAffinity = "ClientIP");
        await node.ServeAsync([web], [Make.Slice("web", [.. addresses.Values.Select(address => Make.Endpoint(address, Make.Here))])]);

        var first = Assert.Single(await NamesAsync(node.World, TestNode.Address, NodePort, 2, asks: 16));
        // A Service beside it changes: the memory stays.
        await node.ServeAsync([web, Make.Service("other", "10.96.0.20")], [Make.Slice("web", [.. addresses.Values.Select(address => Make.Endpoint(address, Make.Here))])]);
        Assert.Equal([first], await NamesAsync(node.World, TestNode.Address, NodePort, 2, asks: 16));

        addresses.Remove(first);
        await node.ServeAsync([web], [Make.Slice("web", [.. addresses.Values.Select(address => Make.Endpoint(address, Make.Here))])]);
        Assert.Equal([addresses.Keys.Single()], await NamesAsync(node.World, TestNode.Address, NodePort, 2, asks: 4));
    }

    [NodeFact]
    public async Task External_policy_local_shows_the_client_and_never_leaves_the_node()
    {
        await using var node = await TestNode.CreateAsync();
        var (a, b) = (await node.AddPodAsync("a"), await node.AddPodAsync("b"));
        var web = Make.Service("web", ClusterIP, nodePort: NodePort, with: spec => spec.ExternalTrafficPolicy = "Local");
        await node.ServeAsync([web], [Make.Slice("web", Make.Endpoint(a.Address, Make.Here), Make.Endpoint(b.Address, Make.Elsewhere))]);

        Assert.Equal($"a {TestNode.WorldAddress}", await AskAsync(node.World, TestNode.Address, NodePort));
        Assert.Equal(["a"], await NamesAsync(node.World, TestNode.Address, NodePort, 2, asks: 10));
        Assert.Equal(["a", "b"], await NamesAsync(a.Namespace, TestNode.Address, NodePort, 2)); // the cluster's own: as by ClusterIP

        // None on this node: load balancers must hear nothing, not a refusal; the cluster's own traffic goes on.
        await node.ServeAsync([web], [Make.Slice("web", Make.Endpoint(b.Address, Make.Elsewhere))]);
        Assert.Equal(NoAnswer, await AskAsync(node.World, TestNode.Address, NodePort, expectSilence: true));
        Assert.Equal($"b {a.Address}", await AskAsync(a.Namespace, TestNode.Address, NodePort));
    }

    [NodeFact]
    public async Task Load_balancer_addresses_admit_their_source_ranges()
    {
        await using var node = await TestNode.CreateAsync();
        var a = await node.AddPodAsync("a");
        EndpointSlice[] slices = [Make.Slice("web", Make.Endpoint(a.Address, Make.Here))];
        await node.ServeAsync([Make.LoadBalancer("web", ClusterIP, "203.0.113.7", spec => spec.LoadBalancerSourceRanges = ["192.0.2.0/24"])], slices);
        Assert.Equal($"a {TestNode.Gateway}", await AskAsync(node.World, "203.0.113.7", 80));

        await node.ServeAsync([Make.LoadBalancer("web", ClusterIP, "203.0.113.7", spec => spec.LoadBalancerSourceRanges = ["198.51.100.0/24"])], slices);
        Assert.Equal(NoAnswer, await AskAsync(node.World, "203.0.113.7", 80, expectSilence: true));
        Assert.Equal($"a {TestNode.Gateway}", await AskAsync(node.World, TestNode.Address, 30080)); // the ranges are not for NodePorts
    }

    [NodeFact]
    public async Task A_udp_flow_moves_on_when_its_endpoint_goes()
    {
        await using var node = await TestNode.CreateAsync();
        var (a, b, client) = (await node.AddPodAsync("a"), await node.AddPodAsync("b"), await node.AddPodAsync("client"));
        var dns = Make.Service("dns", ClusterIP, 53, "UDP", nodePort: 30053);
        await node.ServeAsync([dns], []);
        using var inside = Udp(client.Namespace, ClusterIP, 53);
        using var outside = Udp(node.World, TestNode.Address, 30053);
        Assert.Equal(Refused, await AskAsync(inside));
        Assert.Equal(Refused, await AskAsync(outside));

        await node.ServeAsync([dns], [Make.Slice("dns", 8080, "UDP", "", Make.Endpoint(a.Address, Make.Here))]);
        Assert.Equal($"a {client.Address}", await AskAsync(inside));
        Assert.Equal($"a {TestNode.Gateway}", await AskAsync(outside));

        await node.ServeAsync([dns], [Make.Slice("dns", 8080, "UDP", "", Make.Endpoint(b.Address, Make.Here))]);
        Assert.Equal($"b {client.Address}", await AskAsync(inside));
        Assert.Equal($"b {TestNode.Gateway}", await AskAsync(outside));

        await node.ServeAsync([dns], []);
        Assert.Equal(Refused, await AskAsync(inside));
    }

    [NodeFact]
    public async Task Node_ports_keep_to_their_addresses()
    {
        await using var node = await TestNode.CreateAsync();
        var a = await node.AddPodAsync("a");
        var options = Make.Options with { NodePortAddresses = NodePortAddresses.Primary };
        await node.ServeAsync([Make.Service("web", ClusterIP, nodePort: NodePort)], [Make.Slice("web", Make.Endpoint(a.Address, Make.Here))], options);
        Assert.Equal($"a {TestNode.Gateway}", await AskAsync(node.World, TestNode.Address, NodePort));
        Assert.Equal(Refused, await AskAsync(a.Namespace, TestNode.Gateway, NodePort));
        Assert.Equal(Refused, await AskAsync(node.Namespace, "127.0.0.1", NodePort));
    }
}
