using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Host;

/// <summary>Where the files of pods lie, as upstream has it.</summary>
/// <param name="options">The root directories.</param>
internal sealed class PodDirectories(KubeletOptions options)
{
    /// <summary>The directory of all pods.</summary>
    public string Pods { get; } = Path.Combine(options.RootDirectory, "pods");

    /// <summary>The directory of all pods' logs.</summary>
    public string Logs => options.PodLogsDirectory;

    /// <summary>A pod's own directory.</summary>
    public string OfPod(string uid) => Path.Combine(Pods, uid);

    /// <summary>Where a volume of a pod lies.</summary>
    public string OfVolume(string uid, string plugin, string volume) => Path.Combine(OfPod(uid), "volumes", plugin, volume);

    /// <summary>Where parts of volumes are mounted that containers see instead of the whole.</summary>
    public string OfSubPath(string uid, string volume, string container, int index) =>
        Path.Combine(OfPod(uid), "volume-subpaths", volume, container, $"{index}");

    /// <summary>Where files of a container lie, as its last words.</summary>
    public string OfContainer(string uid, string container) => Path.Combine(OfPod(uid), "containers", container);

    /// <summary>A pod's /etc/hosts.</summary>
    public string HostsFile(string uid) => Path.Combine(OfPod(uid), "etc-hosts");

    /// <summary>A pod's logs.</summary>
    public string LogsOf(string ns, string name, string uid) => Path.Combine(Logs, $"{ns}_{name}_{uid}");

    /// <summary>A pod's logs.</summary>
    public string LogsOf(Pod pod) => LogsOf(pod.Metadata.Namespace, pod.Metadata.Name, pod.Metadata.Uid);

    /// <summary>A container's log file, from its pod's directory on.</summary>
    public static string LogFile(string container, int restartCount) => Path.Combine(container, $"{restartCount}.log");

    /// <summary>The name under which tools look for a container's log; null when nobody wants it.</summary>
    public string? LogLink(string ns, string name, string container, string id) => options.ContainerLogsDirectory is { } directory
        ? Path.Combine(directory, $"{name}_{ns}_{container}-{id}.log")
        : null;
}
