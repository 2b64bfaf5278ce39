namespace Kybernet.Linux.Packages;

/// <summary>Something that a node needs and a machine may lack.</summary>
/// <param name="Package">The Debian and Ubuntu package that brings it.</param>
/// <param name="Purpose">What for, to end a sentence that begins "it is needed".</param>
/// <param name="AnyOf">Programs, by name or path, of which one is enough.</param>
public sealed record NodeRequirement(string Package, string Purpose, params IReadOnlyList<string> AnyOf)
{
    /// <summary>
    /// What a node with real containers needs. By programs, not by what dpkg has recorded: Docker's containerd.io brings containerd
    /// and runc too, and so does a person with a tar file.
    /// </summary>
    public static IReadOnlyList<NodeRequirement> All { get; } =
    [
        new("containerd", "to run containers", "containerd"),
        new("containerd", "to load images from files", "ctr"),
        new("runc", "to start containers", "runc"),
        new("containernetworking-plugins", "to connect pods", "/usr/lib/cni/bridge", "/opt/cni/bin/bridge"),
        new("nftables", "for Services, host ports and masquerading", "nft"),
        new("iproute2", "to manage network interfaces", "ip"),
        new("conntrack", "to forget UDP flows to pods that are gone", "conntrack"),
        new("catatonit", "to make the sandbox image", "catatonit", "busybox"),
    ];
}
