using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests.Real;

/// <summary>A test with real containers: skipped, and says why, without root, kubectl, or the programs that a node needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    private static readonly string[] Needed = ["containerd", "runc", "nft", "ip", "conntrack", "busybox", "script", "nsenter"];

    /// <summary>Looks at the machine.</summary>
    /// <param name="since">The minor version of the first kubectl that can do it; 0: all can.</param>
    public NodeFactAttribute(int since = 0) => Skip = Obstacle ?? KubectlVersion.Obstacle(since);

    /// <summary>Why there can be no real node here; null: there can.</summary>
    public static string? Obstacle { get; } = Find();

    private static string? Find()
    {
        if (!Environment.IsPrivilegedProcess) return "needs root";
        if (Array.Find(Needed, static p => !Programs.Has(p)) is { } missing) return $"needs the program {missing}";
        return KubectlVersion.Obstacle();
    }
}
