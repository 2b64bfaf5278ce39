using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Api;
using Kybernet.Client;
using Kybernet.Host.Cluster;
using Kybernet.Host.Flags;
using Kybernet.Kubelet;
using Kybernet.Kubelet.Server;

namespace Kybernet.Host.Commands.Components;

/// <summary><c>kybernet kubelet</c>: a node alone, over a container runtime that is there already.</summary>
internal static class KubeletCommand
{
    private const string Name = "kubelet";

    private static readonly KubeletOptions Defaults = new() { NodeName = "" };
    private static readonly FlagTable Flags = new();
    private static readonly ClientFlags Client = new(Flags);

    // The node
    private static readonly Flag<string> HostnameOverride = Flags.Text("hostname-override", "", "The node's name; without it the machine's.");
    private static readonly Flag<IPAddress?> NodeIp = Flags.Value<IPAddress?>("node-ip", "ip", null, "The node's address; without it the machine's.", FlagTypes.Address);
    private static readonly Flag<bool> RegisterNode = Flags.Switch("register-node", true, "Create the Node if it is not there.");
    private static readonly Flag<IReadOnlyDictionary<string, string>> NodeLabels = Flags.Value(
        "node-labels", "pairs", Defaults.NodeLabels, "Labels that the node gets when it registers.", FlagTypes.Pairs);
    private static readonly Flag<IReadOnlyList<string>> RegisterWithTaints = Flags.List("register-with-taints", [], "Taints that the node registers with: key=value:effect.");
    private static readonly Flag<int> MaxPods = Flags.Integer("max-pods", Defaults.MaxPods, "How many pods fit on the node.");
    private static readonly Flag<string> PodCidr = Flags.Text("pod-cidr", "", "The addresses of this node's pods; without it as the Node says.");
    private static readonly Flag<TimeSpan> NodeStatusUpdateFrequency = Flags.Duration(
        "node-status-update-frequency", Defaults.NodeStatusUpdateFrequency, "How often the node's status is computed.");

    // Its pods
    private static readonly Flag<string> ContainerRuntimeEndpoint = Flags.Text("container-runtime-endpoint", Defaults.ContainerRuntimeEndpoint, "The runtime's socket.");
    private static readonly Flag<string> RootDir = Flags.Text("root-dir", Defaults.RootDirectory, "Where pods' directories and volumes lie.");
    private static readonly Flag<string> CgroupRoot = Flags.Text("cgroup-root", "", "The cgroup under which the pods' lie; without it the root.");
    private static readonly Flag<string> CgroupDriver = Flags.Value(
        "cgroup-driver", "string", "cgroupfs", "How cgroups are made.", static text => FlagTypes.OneOf(text, "cgroupfs"));
    private static readonly Flag<IReadOnlyList<string>> ClusterDns = Flags.List("cluster-dns", [], "The cluster's DNS servers; without them pods ask what the node asks.");
    private static readonly Flag<string> ClusterDomain = Flags.Text("cluster-domain", Defaults.ClusterDomain, "The cluster's DNS domain.");
    private static readonly Flag<string> ResolvConf = Flags.Text("resolv-conf", Defaults.ResolvConf, "The node's own resolver configuration.");
    private static readonly Flag<TimeSpan> SyncFrequency = Flags.Duration("sync-frequency", Defaults.SyncFrequency, "How often pods are looked at when nothing happens.");
    private static readonly Flag<Quantity> LogMaxSize = Flags.Value(
        "container-log-max-size", "quantity", Quantity.Parse("10Mi"), "How large a container's log file may grow.",
        static text => Quantity.TryParse(text, out var size) ? size : throw new FormatException("it is no quantity"));
    private static readonly Flag<int> LogMaxFiles = Flags.Integer("container-log-max-files", Defaults.ContainerLogMaxFiles, "How many log files a container may have.");

    // Its server
    private static readonly Flag<IPAddress> Address = Flags.Value("address", "ip", Defaults.Address, "Where the kubelet's own server listens.", FlagTypes.Address);
    private static readonly Flag<int> Port = Flags.Integer("port", Defaults.Port, "The port of the kubelet's own server.");
    private static readonly CertificateFlags Serving = CertificateFlags.Serving(Flags);
    private static readonly Flag<string> CertDir = Flags.Text("cert-dir", "/var/lib/kubelet/pki", "Where the serving certificate lies that is made because none was given.");
    private static readonly Flag<string> ClientCaFile = Flags.Text(
        "client-ca-file", "", "Who signs the certificates of the API server and of administrators, whom the kubelet's server lets in; without it nobody is let in.");

    public static Component Create() => new(Name, "The Kubernetes node agent: runs the pods that are bound to this machine.", Flags, RunAsync);

    private static async Task RunAsync(ComponentStart start, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess) throw new CommandFailure("mounts and cgroups are root's: run this as root");
        var options = OptionsOf(start);
        using var transport = ClientFlags.Connect(start, Client.ConfigOf(start, Name));
        var kubelet = await LinuxKubelet.CreateAsync(
            options, new LinuxNodeParts { Server = ServerOf(start, options) }, new KubeClient(transport), start.Environment, start.Loggers, cancellation);
        await kubelet.RunAsync(cancellation);
    }

    private static KubeletOptions OptionsOf(ComponentStart start) => new()
    {
        NodeName = NodeName.Of(start, HostnameOverride),
        NodeIps = [start.Get(NodeIp) ?? NodeAddress.Find()],
        RegisterNode = start.Get(RegisterNode),
        NodeLabels = start.Get(NodeLabels),
        RegisterWithTaints = [.. start.Get(RegisterWithTaints).Select(Taint)],
        MaxPods = start.Get(MaxPods),
        PodCidr = start.Get(PodCidr) is { Length: > 0 } cidr ? cidr : null,
        NodeStatusUpdateFrequency = start.Get(NodeStatusUpdateFrequency),
        ContainerRuntimeEndpoint = start.Get(ContainerRuntimeEndpoint),
        RootDirectory = start.Get(RootDir),
        CgroupRoot = start.Get(CgroupRoot),
        ClusterDns = [.. start.Get(ClusterDns).Select(FlagTypes.Address)],
        ClusterDomain = start.Get(ClusterDomain),
        ResolvConf = start.Get(ResolvConf),
        SyncFrequency = start.Get(SyncFrequency),
        ContainerLogMaxSize = start.Get(LogMaxSize).Value,
        ContainerLogMaxFiles = start.Get(LogMaxFiles),
        Address = start.Get(Address),
        Port = start.Get(Port),
    };

    private static KubeletServerOptions ServerOf(ComponentStart start, KubeletOptions options)
    {
        var certificate = Serving.Of(start) ?? SelfMadeCertificate.Ensure(
            start.Get(CertDir), Name, options.NodeName, [options.NodeName], options.NodeIps, start.Environment.Time);
        X509Certificate2Collection authorities = [];
        if (start.ReadFile(ClientCaFile) is { } pem) authorities.ImportFromPem(pem);
        return new KubeletServerOptions(new IPEndPoint(options.Address, options.Port), certificate(), authorities);
    }

    // "key=value:effect", or "key:effect".
    private static (string Key, string Value, string Effect) Taint(string text)
    {
        var colon = text.LastIndexOf(':');
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (colon <= 0 || text[(colon + 1)..] is not ("NoSchedule" or "PreferNoSchedule" or "NoExecute") || equals == 0 || equals > colon)
            throw new CommandFailure($"--register-with-taints: invalid taint spec: {text}");
        return equals < 0 ? (text[..colon], "", text[(colon + 1)..]) : (text[..equals], text[(equals + 1)..colon], text[(colon + 1)..]);
    }
}
