using System.Net;
using Kybernet.Client;
using Kybernet.Host.Cluster;
using Kybernet.Host.Flags;
using Kybernet.KubeProxy;
using Kybernet.KubeProxy.Services;
using Kybernet.Linux.Processes;

namespace Kybernet.Host.Commands.Components;

/// <summary><c>kybernet kube-proxy</c>: a node's Services alone.</summary>
internal static class KubeProxyCommand
{
    private const string Name = "kube-proxy";

    private static readonly FlagTable Flags = new();
    private static readonly ClientFlags Client = new(Flags);

    private static readonly Flag<string> HostnameOverride = Flags.Text("hostname-override", "", "The node's name; without it the machine's.");
    private static readonly Flag<string> ProxyMode = Flags.Value(
        "proxy-mode", "string", "nftables", "How packets are directed.", static text => FlagTypes.OneOf(text, "nftables"));
    private static readonly Flag<IPNetwork?> ClusterCidr = Flags.Value<IPNetwork?>(
        "cluster-cidr", "network", null, "The addresses of all pods: what comes from elsewhere to a ClusterIP gets the node's address.", static text => FlagTypes.Network(text));
    private static readonly Flag<NodePortAddresses> NodePorts = Flags.Value(
        "nodeport-addresses", "strings", NodePortAddresses.All, "Which of the node's addresses serve NodePorts: networks, or primary; without it all.",
        static text => NodePortAddresses.Parse(text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
    private static readonly Flag<bool> LocalhostNodePorts = Flags.Switch("iptables-localhost-nodeports", true, "Serve NodePorts on 127.0.0.1 for the node itself.");
    private static readonly Flag<bool> MasqueradeAll = Flags.Switch("masquerade-all", false, "All that is sent to ClusterIPs gets the node's address as its source.");
    private static readonly Flag<int> MasqueradeBit = Flags.Integer("iptables-masquerade-bit", 14, "The bit of a packet's mark that says so, 0 to 31.");
    private static readonly Flag<bool> CleanUp = Flags.Switch("cleanup", false, "Remove the rules from the node and end.");

    public static Component Create() => new(Name, "The Kubernetes proxy: directs what is sent to Services to their pods, on one node.", Flags, RunAsync);

    private static async Task RunAsync(ComponentStart start, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess) throw new CommandFailure("the rules of the kernel's packet filter are root's: run this as root");
        if (start.Get(CleanUp))
        {
            await KubeProxyTable.RemoveAsync(start.Environment, cancellation);
            return;
        }

        using var transport = ClientFlags.Connect(start, Client.ConfigOf(start, Name));
        ProxyServer proxy = new(
            OptionsOf(start), new InformerFactory(transport, start.Environment, start.Loggers), new ChildProcessRunner(start.Environment.Time),
            start.Environment, start.Loggers);
        await proxy.RunAsync(cancellation);
    }

    private static KubeProxyOptions OptionsOf(ComponentStart start)
    {
        var bit = start.Get(MasqueradeBit);
        if (bit is < 0 or > 31) throw new CommandFailure("--iptables-masquerade-bit has to be within 0 and 31");
        return new KubeProxyOptions
        {
            HostnameOverride = NodeName.Of(start, HostnameOverride),
            ClusterCidr = start.Get(ClusterCidr),
            NodePortAddresses = start.Get(NodePorts),
            LocalhostNodePorts = start.Get(LocalhostNodePorts),
            MasqueradeAll = start.Get(MasqueradeAll),
            MasqueradeBit = bit,
        };
    }
}
