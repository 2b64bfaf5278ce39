using System.Security.Cryptography;
using System.Text;

namespace Kybernet.Host.Cluster;

/// <summary>Where the files of a cluster lie.</summary>
/// <param name="dataDirectory">What survives a reboot (--data-dir), as a full path.</param>
/// <param name="runDirectory">Sockets and what is worth nothing after a reboot. Short: a socket's path ends at 108 bytes.</param>
internal sealed class ClusterPaths(string dataDirectory, string runDirectory)
{
    private const string RootData = "/var/lib/kybernet";

    /// <summary>The layout for a data directory, or for the default one of the user who calls.</summary>
    public static ClusterPaths For(string? dataDirectory)
    {
        var isRoot = Environment.IsPrivilegedProcess;
        var data = Path.GetFullPath(dataDirectory ?? (isRoot ? RootData : Path.Combine(StateHome(), "kybernet")));
        var run = isRoot ? "/run/kybernet" : Path.Combine(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") ?? Path.GetTempPath(), "kybernet");
        var name = data == RootData ? "default" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data)))[..8];
        return new ClusterPaths(data, Path.Combine(run, name));
    }

    /// <summary>Everything that survives a reboot.</summary>
    public string Data => dataDirectory;

    /// <summary>Everything that does not.</summary>
    public string Run => runDirectory;

    /// <summary>Whether this is the cluster of the default place, whose node may use upstream's own paths.</summary>
    public bool IsDefault => dataDirectory == RootData;

    /// <summary>Certificates and keys.</summary>
    public string Pki => Path.Combine(dataDirectory, "pki");

    /// <summary>Certificates and keys of an API server that runs alone and was given none.</summary>
    public string Certificates => Path.Combine(dataDirectory, "certs");

    /// <summary>The embedded store's file.</summary>
    public string Store => StoreIn(dataDirectory);

    /// <summary>Where whoever runs the embedded store serves it to the commands of this machine, as etcd.</summary>
    public string StoreSocket => Path.Combine(runDirectory, "etcd.sock");

    /// <summary>The file of a store that lies in a directory.</summary>
    public static string StoreIn(string directory) => Path.Combine(directory, "store.db");

    /// <summary>The administrator's kubeconfig.</summary>
    public string AdminKubeconfig => Path.Combine(dataDirectory, "admin.kubeconfig");

    /// <summary>Logs of Kybernet and of containerd.</summary>
    public string Logs => Path.Combine(dataDirectory, "logs");

    /// <summary>Images and snapshots.</summary>
    public string Containerd => Path.Combine(dataDirectory, "containerd");

    /// <summary>The node's CNI configuration.</summary>
    public string Cni => Path.Combine(dataDirectory, "cni");

    /// <summary>Where registries are described (hosts.toml).</summary>
    public string Registries => Path.Combine(dataDirectory, "registries");

    /// <summary>What was changed on the machine and is to be put back.</summary>
    public string Node => Path.Combine(dataDirectory, "node");

    /// <summary>The kubelet's own files: upstream's place on the default cluster's node.</summary>
    public string Kubelet => IsDefault ? "/var/lib/kubelet" : Path.Combine(dataDirectory, "kubelet");

    /// <summary>The pods' logs: upstream's place on the default cluster's node.</summary>
    public string PodLogs => IsDefault ? "/var/log/pods" : Path.Combine(dataDirectory, "log", "pods");

    /// <summary>Links to the containers' logs: upstream's place on the default cluster's node.</summary>
    public string ContainerLogs => IsDefault ? "/var/log/containers" : Path.Combine(dataDirectory, "log", "containers");

    /// <summary>Which process runs the cluster.</summary>
    public string ProcessFile => Path.Combine(runDirectory, "kybernet.pid");

    /// <summary>There once the cluster is ready; names the runtime and the nodes.</summary>
    public string ReadyFile => Path.Combine(runDirectory, "ready");

    /// <summary>Makes the directories that hold secrets, readable for their owner only.</summary>
    public void Create()
    {
        foreach (var path in (ReadOnlySpan<string>)[dataDirectory, Pki, Logs, Node, runDirectory])
        {
            SecretFile.CreateDirectory(path);
        }
    }

    private static string StateHome() =>
        Environment.GetEnvironmentVariable("XDG_STATE_HOME")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
}
