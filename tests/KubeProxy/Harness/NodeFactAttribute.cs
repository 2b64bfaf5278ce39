using Kybernet.Linux.Processes;

namespace Kybernet.KubeProxy.Tests.Harness;

/// <summary>A test with a node of its own in network namespaces: it is skipped, and says why, without root or the programs for that.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    private static readonly string[] Needed = ["nft", "ip", "nsenter", "conntrack", "/usr/lib/cni/bridge"];

    public NodeFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess) Skip = "needs root";
        else if (Needed.FirstOrDefault(program => Programs.Find(program) is null) is { } missing) Skip = $"needs the program {missing}";
    }
}
