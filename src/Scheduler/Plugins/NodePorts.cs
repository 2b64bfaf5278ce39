using Kybernet.Scheduler.Cache;
using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Plugins;

/// <summary>Two pods cannot have the same port of one node.</summary>
internal sealed class NodePorts : IPreFilterPlugin, IFilterPlugin
{
    private static readonly Verdict Taken = Verdict.Unschedulable("node(s) didn't have free ports for the requested pod ports");

    /// <inheritdoc/>
    public string Name => "NodePorts";

    /// <inheritdoc/>
    public Verdict PreFilter(PodInfo pod, ClusterSnapshot snapshot) => pod.HostPorts.IsEmpty ? Verdict.Skip : Verdict.Success;

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeInfo node)
    {
        foreach (var wanted in pod.HostPorts)
        {
            foreach (var used in node.UsedPorts)
            {
                if (wanted.ConflictsWith(used)) return Taken;
            }
        }

        return Verdict.Success;
    }
}
