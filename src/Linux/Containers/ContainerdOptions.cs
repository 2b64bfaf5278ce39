using Kybernet.Linux.Networking;

namespace Kybernet.Linux.Containers;

/// <summary>A node's own containerd. What is here differs from node to node.</summary>
public sealed record ContainerdOptions
{
    /// <summary>Images, snapshots, metadata: what survives a reboot.</summary>
    public required string RootDirectory { get; init; }

    /// <summary>
    /// Sockets and what concerns running containers. Short, because a socket's path ends at 108 bytes: /run/kybernet/NODE.
    /// </summary>
    public required string StateDirectory { get; init; }

    /// <summary>Where its CNI configuration lies.</summary>
    public required string CniConfigDirectory { get; init; }

    /// <summary>
    /// Where a user may put REGISTRY/hosts.toml files: mirrors, certificates, plain HTTP (which localhost has by itself).
    /// </summary>
    public required string RegistryConfigDirectory { get; init; }

    /// <summary>Its log.</summary>
    public required string LogFile { get; init; }

    /// <summary>The image of pods' sandboxes.</summary>
    public string SandboxImage { get; init; } = Containers.SandboxImage.Name;

    /// <summary>Where the CNI plugins lie; null for where they are found.</summary>
    public string? CniPluginDirectory { get; init; }

    /// <summary>
    /// The cgroups that hold its containers and nothing else: on clean-up everything in them is ended and removed. Not plain
    /// "kubepods", which another Kubernetes on the machine would use.
    /// </summary>
    public required IReadOnlyList<string> CgroupRoots { get; init; }

    /// <summary>The node's network namespace; null for the machine's own.</summary>
    public NetworkNamespace? Network { get; init; }

    /// <summary>The socket of its API and of the Container Runtime Interface.</summary>
    public string Socket => Path.Combine(StateDirectory, "containerd.sock");

    internal string ConfigFile => Path.Combine(StateDirectory, "containerd.toml");

    internal string RuncDirectory => Path.Combine(StateDirectory, "runc");

    /// <summary>Debian's place, and that of the plugins' own releases.</summary>
    internal string FindCniPlugins() =>
        CniPluginDirectory ?? ((string[])["/usr/lib/cni", "/opt/cni/bin"]).FirstOrDefault(directory => File.Exists(Path.Combine(directory, "bridge"))) ?? "/usr/lib/cni";
}
