namespace Kybernet.Host.Cluster;

/// <summary>
/// Which cluster the one real node of this machine belongs to: bridge, nftables tables and cgroup have one name each, and go on
/// after the process has stopped. A file under /run says it, until <c>down</c> or a reboot.
/// </summary>
internal static class NodeClaim
{
    private const string Owner = "/run/kybernet/node";

    /// <summary>Makes sure that the node can be this cluster's.</summary>
    /// <exception cref="CommandFailure">It belongs to another.</exception>
    public static void Check(ClusterPaths paths)
    {
        if (OtherThan(paths) is not { } other) return;
        throw new CommandFailure(
            $"this machine's node belongs to the cluster in {other}: `kybernet down --data-dir {other}` frees it, or use --runtime hollow");
    }

    /// <summary>Notes that the node belongs to this cluster.</summary>
    /// <exception cref="CommandFailure">It belongs to another.</exception>
    public static void Take(ClusterPaths paths)
    {
        Check(paths);
        File.WriteAllText(Owner, paths.Data + "\n");
    }

    /// <summary>
    /// Whether this cluster's node may have left something on the machine: it has the node, or had it before a reboot. What is
    /// there belongs to another if that has the node now; a cluster of hollow nodes never had one.
    /// </summary>
    public static bool MayHaveLeft(ClusterPaths paths) =>
        OtherThan(paths) is null
        && (File.Exists(Owner) || (Directory.Exists(paths.Node) && Directory.EnumerateFileSystemEntries(paths.Node).Any()));

    /// <summary>Notes that nothing of this cluster's node is left on the machine.</summary>
    public static void Release(ClusterPaths paths)
    {
        if (File.Exists(Owner) && OtherThan(paths) is null) File.Delete(Owner);
    }

    // The data directory of another cluster whose node is on this machine. A node whose data is gone is nobody's.
    private static string? OtherThan(ClusterPaths paths)
    {
        if (!File.Exists(Owner)) return null;
        var owner = File.ReadAllText(Owner).Trim();
        return owner.Length > 0 && owner != paths.Data && Directory.Exists(owner) ? owner : null;
    }
}
