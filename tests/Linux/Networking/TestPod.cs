using System.Net;
using System.Text.Json.Nodes;
using Kybernet.Linux.Networking;
using Kybernet.Linux.Processes;
using Kybernet.Linux.Tests.Harness;

namespace Kybernet.Linux.Tests.Networking;

/// <summary>A network namespace plugged into a node's pod network by the CNI plugin, as the container engine does it.</summary>
internal sealed class TestPod : IAsyncDisposable
{
    private readonly TemporaryNetwork _network;

    private TestPod(TemporaryNetwork network, IPAddress address) => (_network, Address) = (network, address);

    public IPAddress Address { get; }

    public NetworkNamespace Namespace => _network.Namespace;

    public static async Task<TestPod> CreateAsync(PodNetworkOptions node)
    {
        var network = await TemporaryNetwork.CreateAsync();
        var list = JsonNode.Parse(await File.ReadAllTextAsync(Directory.EnumerateFiles(node.CniConfigDirectory).Single()))!;
        var plugin = list["plugins"]![0]!.AsObject();
        plugin["name"] = list["name"]!.DeepClone();
        plugin["cniVersion"] = list["cniVersion"]!.DeepClone();
        var add = new Command("/usr/lib/cni/bridge")
        {
            Input = plugin.ToJsonString(),
            Environment = new Dictionary<string, string>
            {
                ["CNI_COMMAND"] = "ADD",
                ["CNI_CONTAINERID"] = network.Name,
                ["CNI_NETNS"] = network.Namespace.Path,
                ["CNI_IFNAME"] = "eth0",
                ["CNI_PATH"] = "/usr/lib/cni",
            },
        };
        var result = await new ChildProcessRunner(TimeProvider.System).RunAsync(add.In(node.Network), CancellationToken.None);
        var address = JsonNode.Parse(result.EnsureSuccess().Output)!["ips"]![0]!["address"]!.GetValue<string>();
        return new TestPod(network, IPAddress.Parse(address.Split('/')[0]));
    }

    public ValueTask DisposeAsync() => _network.DisposeAsync();
}
