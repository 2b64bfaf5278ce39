using System.Net;

namespace Kybernet.Kubelet;

/// <summary>What differs from kubelet to kubelet, under the names of upstream's flags.</summary>
public sealed record KubeletOptions
{
    /// <summary>The version that nodes report.</summary>
    public const string DefaultVersion = "v1.36.2";

    /// <summary>The node's name (--hostname-override, or the machine's name in lower case).</summary>
    public required string NodeName { get; init; }

    /// <summary>The node's own addresses, IPv4 first (--node-ip).</summary>
    public IReadOnlyList<IPAddress> NodeIps { get; init; } = [];

    /// <summary>Where pods' directories and volumes lie (--root-dir).</summary>
    public string RootDirectory { get; init; } = "/var/lib/kubelet";

    /// <summary>Where containers' log files lie (--pod-logs-dir).</summary>
    public string PodLogsDirectory { get; init; } = "/var/log/pods";

    /// <summary>Where links to the log files lie, under names that say what they are; null: nowhere.</summary>
    public string? ContainerLogsDirectory { get; init; } = "/var/log/containers";

    /// <summary>The runtime's socket, with or without <c>unix://</c> (--container-runtime-endpoint).</summary>
    public string ContainerRuntimeEndpoint { get; init; } = "unix:///run/containerd/containerd.sock";

    /// <summary>The addresses of this node's pods; null: as the node object's spec.podCIDR says (--pod-cidr).</summary>
    public string? PodCidr { get; init; }

    /// <summary>How many pods fit on the node (--max-pods).</summary>
    public int MaxPods { get; init; } = 110;

    /// <summary>The cluster's DNS servers; none: pods ask what the node asks (--cluster-dns).</summary>
    public IReadOnlyList<IPAddress> ClusterDns { get; init; } = [];

    /// <summary>The cluster's DNS domain (--cluster-domain).</summary>
    public string ClusterDomain { get; init; } = "cluster.local";

    /// <summary>The node's own resolver configuration; empty: none (--resolv-conf).</summary>
    public string ResolvConf { get; init; } = "/etc/resolv.conf";

    /// <summary>The cgroup under which the pods' lie; empty: the hierarchy's root (--cgroup-root).</summary>
    public string CgroupRoot { get; init; } = "";

    /// <summary>Whether the node is created when it is not there (--register-node); if not, somebody else does.</summary>
    public bool RegisterNode { get; init; } = true;

    /// <summary>Labels that the node gets in addition, when it registers (--node-labels).</summary>
    public IReadOnlyDictionary<string, string> NodeLabels { get; init; } = new Dictionary<string, string>();

    /// <summary>Taints that the node registers with: key, value, effect (--register-with-taints).</summary>
    public IReadOnlyList<(string Key, string Value, string Effect)> RegisterWithTaints { get; init; } = [];

    /// <summary>The port of the kubelet's own server; 0: none is told (--port).</summary>
    public int Port { get; init; } = 10250;

    /// <summary>Where the kubelet's own server listens (--address).</summary>
    public IPAddress Address { get; init; } = IPAddress.Any;

    /// <summary>How often the node's status is computed (--node-status-update-frequency).</summary>
    public TimeSpan NodeStatusUpdateFrequency { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often it is written although nothing changed (nodeStatusReportFrequency).</summary>
    public TimeSpan NodeStatusReportFrequency { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the node's lease holds; renewed four times as often (nodeLeaseDurationSeconds).</summary>
    public TimeSpan NodeLeaseDuration { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How often pods are looked at when nothing happens (--sync-frequency).</summary>
    public TimeSpan SyncFrequency { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How old volumes made of API objects may get before they are looked at again.</summary>
    public TimeSpan VolumeRefreshPeriod { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How often the runtime is listed.</summary>
    public TimeSpan RelistPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait before a container that crashes is started again (crashLoopBackOff.maxContainerRestartPeriod).</summary>
    public TimeSpan MaxContainerRestartPeriod { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How large a container's log file may grow before it is rotated, in bytes (--container-log-max-size).</summary>
    public long ContainerLogMaxSize { get; init; } = 10 * 1024 * 1024;

    /// <summary>How many log files a container may have (--container-log-max-files).</summary>
    public int ContainerLogMaxFiles { get; init; } = 5;

    /// <summary>The version that the node reports.</summary>
    public string KubeletVersion { get; init; } = DefaultVersion;
}
