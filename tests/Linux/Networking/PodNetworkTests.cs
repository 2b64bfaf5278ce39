using System.Net;
using Kybernet.Linux.Networking;
using Kybernet.Linux.Nftables;
using Kybernet.Linux.Processes;
using Kybernet.Linux.Tests.Harness;

namespace Kybernet.Linux.Tests.Networking;

/// <summary>A node in a network namespace with two real pods on its bridge, and the world behind a pair of interfaces.</summary>
public sealed class PodNetworkTests : IDisposable
{
    private const string BridgeFilter = "/proc/sys/net/bridge/bridge-nf-call-iptables";
    private static readonly IPAddress NodeAddress = IPAddress.Parse("192.0.2.1"), WorldAddress = IPAddress.Parse("192.0.2.2");
    private static readonly IPAddress Gateway = IPAddress.Parse("10.244.3.1"), ClusterIp = IPAddress.Parse("10.96.0.10");

    private readonly TemporaryDirectory _directory = new();
    private readonly ChildProcessRunner _runner = new(TimeProvider.System);

    [RootFact("nft", "ip", "nsenter", "conntrack", "/usr/lib/cni/bridge")]
    public async Task Pods_reach_the_world_each_other_and_host_ports_and_nothing_is_left_behind()
    {
        await using var node = await TemporaryNetwork.CreateAsync();
        await using var world = await TemporaryNetwork.CreateAsync();
        await PlugInAsync(node, world);
        var linksBefore = await LinkNamesAsync(node);
        var options = Options(node);
        var network = new PodNetwork(options, _runner);

        await network.SetUpAsync(CancellationToken.None);
        await network.SetUpAsync(CancellationToken.None); // twice changes nothing
        await using (var a = await TestPod.CreateAsync(options))
        await using (var b = await TestPod.CreateAsync(options))
        {
            using var inB = NamespaceSockets.EchoSourceAddress(b.Namespace, IPAddress.Any, 80);
            using var inWorld = NamespaceSockets.EchoSourceAddress(world.Namespace, IPAddress.Any, 80);
            using var onLoopback = NamespaceSockets.EchoSourceAddress(node.Namespace, IPAddress.Loopback, 9000);

            Assert.Equal(a.Address.ToString(), await NamespaceSockets.AskAsync(a.Namespace, b.Address, 80));
            Assert.Equal(NodeAddress.ToString(), await NamespaceSockets.AskAsync(a.Namespace, WorldAddress, 80));
            Assert.Null(await NamespaceSockets.AskAsync(world.Namespace, NodeAddress, 8080));

            await network.SetHostPortsAsync(
                [
                    new HostPortMapping(null, TransportProtocol.Tcp, 8080, b.Address, 80),
                    new HostPortMapping(Gateway, TransportProtocol.Tcp, 8081, b.Address, 80),
                    new HostPortMapping(null, TransportProtocol.Udp, 8080, b.Address, 80),
                ],
                CancellationToken.None);
            Assert.Equal(WorldAddress.ToString(), await NamespaceSockets.AskAsync(world.Namespace, NodeAddress, 8080));
            Assert.Equal(Gateway.ToString(), await NamespaceSockets.AskAsync(node.Namespace, IPAddress.Loopback, 8080));
            Assert.Equal(a.Address.ToString(), await NamespaceSockets.AskAsync(a.Namespace, NodeAddress, 8080));
            Assert.Equal(Gateway.ToString(), await NamespaceSockets.AskAsync(b.Namespace, NodeAddress, 8080));
            Assert.Equal(a.Address.ToString(), await NamespaceSockets.AskAsync(a.Namespace, Gateway, 8081));
            Assert.Null(await NamespaceSockets.AskAsync(world.Namespace, NodeAddress, 8081));

            // A node that starts again keeps what pods are reached by, until it knows better.
            network = new PodNetwork(options, _runner);
            await network.SetUpAsync(CancellationToken.None);
            Assert.Equal(WorldAddress.ToString(), await NamespaceSockets.AskAsync(world.Namespace, NodeAddress, 8080));
            await network.SetHostPortsAsync([], CancellationToken.None);
            Assert.Null(await NamespaceSockets.AskAsync(world.Namespace, NodeAddress, 8080));

            // route_localnet opens the bridge to 127.0.0.0/8; the guard closes it.
            await RouteLoopbackByGatewayAsync(a);
            Assert.Null(await NamespaceSockets.AskAsync(a.Namespace, IPAddress.Loopback, 9000));
            await network.TearDownAsync(CancellationToken.None);
        }

        await network.TearDownAsync(CancellationToken.None); // twice is no harm
        Assert.Equal(linksBefore, await LinkNamesAsync(node));
        Assert.Equal("0\n", await node.RunAsync("cat", "/proc/sys/net/ipv4/ip_forward"));
        Assert.Equal("", await node.RunAsync("nft", "list", "tables"));
        Assert.Empty(Directory.EnumerateFiles(_directory.Path, "*", SearchOption.AllDirectories));
    }

    [RootFact("nft", "ip", "nsenter", "/usr/lib/cni/bridge")]
    public async Task A_service_answers_with_and_without_the_bridges_filter()
    {
        await using var node = await TemporaryNetwork.CreateAsync();
        var options = Options(node);
        await node.RunAsync("sh", "-c", $"! test -e {BridgeFilter} || echo 0 > {BridgeFilter}");
        var network = new PodNetwork(options, _runner);
        await network.SetUpAsync(CancellationToken.None);
        await using var a = await TestPod.CreateAsync(options);
        await using var b = await TestPod.CreateAsync(options);
        using var inB = NamespaceSockets.EchoSourceAddress(b.Namespace, IPAddress.Any, 80);
        var service = new NftTransaction(new NftTable("ip", "service")).AddTable().AddBaseChain("prerouting", "nat", "prerouting", "dstnat")
            .AddRule("prerouting", $"ip daddr {ClusterIp} tcp dport 80 dnat to {b.Address}:80");
        await new Nft(_runner, node.Namespace).ApplyAsync(service, CancellationToken.None);

        var filtered = (await node.TryAsync("cat", BridgeFilter)).Output == "1\n";
        var expected = filtered ? a.Address : Gateway; // without the filter the asking pod's address is hidden
        Assert.Equal(expected.ToString(), await NamespaceSockets.AskAsync(a.Namespace, ClusterIp, 80));

        if (filtered) await node.RunAsync("sh", "-c", $"echo 0 > {BridgeFilter}");
        await new Nft(_runner, node.Namespace).ApplyAsync(PodNetworkRules.Build(options, [], bridgeIsFiltered: false), CancellationToken.None);
        Assert.Equal(Gateway.ToString(), await NamespaceSockets.AskAsync(a.Namespace, ClusterIp, 80));
        Assert.Equal(Gateway.ToString(), await NamespaceSockets.AskAsync(b.Namespace, ClusterIp, 80));
        await network.TearDownAsync(CancellationToken.None);
    }

    [RootFact("nft", "ip", "nsenter", "iptables", "/usr/lib/cni/bridge")]
    public async Task Pods_are_admitted_by_a_firewall_that_drops_what_is_forwarded()
    {
        await using var node = await TemporaryNetwork.CreateAsync();
        await using var world = await TemporaryNetwork.CreateAsync();
        await PlugInAsync(node, world);
        await node.RunAsync("iptables", "--policy", "FORWARD", "DROP");
        var before = await node.RunAsync("iptables", "--list-rules", "FORWARD");
        var options = Options(node);
        var network = new PodNetwork(options, _runner);
        await network.SetUpAsync(CancellationToken.None);
        await network.SetUpAsync(CancellationToken.None);
        await using (var a = await TestPod.CreateAsync(options))
        await using (var b = await TestPod.CreateAsync(options))
        {
            using var inB = NamespaceSockets.EchoSourceAddress(b.Namespace, IPAddress.Any, 80);
            using var inWorld = NamespaceSockets.EchoSourceAddress(world.Namespace, IPAddress.Any, 80);

            Assert.Equal(a.Address.ToString(), await NamespaceSockets.AskAsync(a.Namespace, b.Address, 80));
            Assert.Equal(NodeAddress.ToString(), await NamespaceSockets.AskAsync(a.Namespace, WorldAddress, 80));
            await network.TearDownAsync(CancellationToken.None);
        }
        Assert.Equal(before, await node.RunAsync("iptables", "--list-rules", "FORWARD"));
    }

    public void Dispose() => _directory.Dispose();

    private static async Task<IEnumerable<string>> LinkNamesAsync(TemporaryNetwork node) =>
        (await node.RunAsync("ip", "-o", "link")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[1]).ToList();

    private PodNetworkOptions Options(TemporaryNetwork node) => new()
    {
        PodCidr = IPNetwork.Parse("10.244.3.0/24"),
        NonMasqueradeCidrs = [IPNetwork.Parse("10.244.0.0/16")],
        Name = node.Name,
        StateDirectory = _directory["state"],
        CniConfigDirectory = _directory["cni"],
        Network = node.Namespace,
    };

    /// <summary>What a hostile pod with the right to change its network would do to reach the node's loopback.</summary>
    private async Task RouteLoopbackByGatewayAsync(TestPod pod)
    {
        const string Script = "ip address flush dev lo && echo 1 > /proc/sys/net/ipv4/conf/eth0/route_localnet && ip route add 127.0.0.1/32 via \"$0\" dev eth0";
        var result = await _runner.RunAsync(new Command("sh", "-c", Script, Gateway.ToString()).In(pod.Namespace), CancellationToken.None);
        result.EnsureSuccess();
    }

    private async Task PlugInAsync(TemporaryNetwork node, TemporaryNetwork world)
    {
        await node.RunAsync("ip", "link", "add", "uplink", "type", "veth", "peer", "name", "downlink");
        await node.RunAsync("ip", "link", "set", "downlink", "netns", world.Name);
        await node.RunAsync("ip", "address", "add", $"{NodeAddress}/24", "dev", "uplink");
        await node.RunAsync("ip", "link", "set", "uplink", "up");
        await world.RunAsync("ip", "address", "add", $"{WorldAddress}/24", "dev", "downlink");
        await world.RunAsync("ip", "link", "set", "downlink", "up");
    }
}
