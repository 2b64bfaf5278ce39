using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.KubeProxy.Flows;
using Kybernet.KubeProxy.Syncing;
using Kybernet.Linux.Networking;
using Kybernet.Linux.Nftables;
using Kybernet.Linux.Processes;
using Kybernet.Linux.Tests.Harness;
using Kybernet.Linux.Tests.Networking;

namespace Kybernet.KubeProxy.Tests.Harness;

/// <summary>A node in a network namespace with the pod network that the kubelet lays, and the world behind a pair of interfaces.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    public const string Address = "192.0.2.1", WorldAddress = "192.0.2.2", Gateway = "10.244.3.1";

    private readonly TemporaryDirectory _directory = new();
    private readonly List<(TestPod Pod, TestServer Server)> _pods = [];
    private readonly TemporaryNetwork _node, _world;
    private readonly PodNetworkOptions _options;
    private readonly PodNetwork _network;
    private readonly RuleTable _table;
    private readonly Conntrack _conntrack;

    private TestNode(TemporaryNetwork node, TemporaryNetwork world)
    {
        (_node, _world) = (node, world);
        _options = new PodNetworkOptions
        {
            PodCidr = IPNetwork.Parse("10.244.3.0/24"),
            NonMasqueradeCidrs = [IPNetwork.Parse("10.244.0.0/16")],
            Name = node.Name,
            StateDirectory = _directory["state"],
            CniConfigDirectory = _directory["cni"],
            Network = node.Namespace,
        };
        _network = new PodNetwork(_options, Runner);
        _table = new RuleTable(Make.Table, Nft, TimeProvider.System);
        _conntrack = new Conntrack(Runner, node.Namespace);
    }

    public ChildProcessRunner Runner { get; } = new(TimeProvider.System);

    public NetworkNamespace Namespace => _node.Namespace;

    public NetworkNamespace World => _world.Namespace;

    public Nft Nft => new(Runner, Namespace);

    public RuleTable Table => _table;

    public static async Task<TestNode> CreateAsync()
    {
        TestNode made = new(await TemporaryNetwork.CreateAsync(), await TemporaryNetwork.CreateAsync());
        await made._node.RunAsync("ip", "link", "add", "uplink", "type", "veth", "peer", "name", "downlink", "netns", made._world.Name);
        await made._node.RunAsync("ip", "address", "add", $"{Address}/24", "dev", "uplink");
        await made._node.RunAsync("ip", "link", "set", "uplink", "up");
        await made._node.RunAsync("ip", "route", "add", "default", "via", WorldAddress);
        await made._world.RunAsync("ip", "address", "add", $"{WorldAddress}/24", "dev", "downlink");
        await made._world.RunAsync("ip", "link", "set", "downlink", "up");
        await made._world.RunAsync("ip", "route", "add", "203.0.113.0/24", "via", Address); // where load balancers' addresses lead
        await made._network.SetUpAsync(CancellationToken.None);
        return made;
    }

    /// <summary>A pod that answers on a port with its name.</summary>
    /// <returns>The pod's namespace and address.</returns>
    public async Task<(NetworkNamespace Namespace, string Address)> AddPodAsync(string name, int port = 8080)
    {
        var pod = await TestPod.CreateAsync(_options);
        _pods.Add((pod, new TestServer(name, pod.Namespace, port)));
        return (pod.Namespace, pod.Address.ToString());
    }

    /// <summary>Makes the node serve these, as the proxy does.</summary>
    public async Task ServeAsync(Service[] services, EndpointSlice[] slices, KubeProxyOptions? options = null)
    {
        var rules = Make.Rules(services, slices, options);
        await _table.ApplyAsync(rules, CancellationToken.None);
        foreach (var flow in StaleFlows.Among(await _conntrack.ListUdpAsync(CancellationToken.None), rules.Udp, Make.Node.Addresses))
            await _conntrack.ForgetAsync(flow, CancellationToken.None);
    }

    public Task<string> RunAsync(string program, params string[] arguments) => _node.RunAsync(program, arguments);

    public async ValueTask DisposeAsync()
    {
        foreach (var (pod, server) in _pods)
        {
            server.Dispose();
            await pod.DisposeAsync();
        }
        await _network.TearDownAsync(CancellationToken.None);
        await _world.DisposeAsync();
        await _node.DisposeAsync();
        _directory.Dispose();
    }
}
