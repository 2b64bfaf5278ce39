namespace Kybernet.Kubelet.Tests.Containerd;

/// <summary>A test in real containers: skipped, and says why, without root or without the programs it needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess) Skip = "needs root";
        else if (Array.Find(RealNode.Needed, static p => Linux.Processes.Programs.Find(p) is null) is { } missing) Skip = $"needs the program {missing}";
    }
}
