using Kybernet.Scheduler.Cache;
using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Plugins;

/// <summary>A pod that names its node goes there and nowhere else.</summary>
internal sealed class NodeName : IFilterPlugin
{
    private static readonly Verdict Mismatch = Verdict.Unresolvable("node(s) didn't match the requested node name");

    /// <inheritdoc/>
    public string Name => "NodeName";

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeInfo node) =>
        pod.Pod.Spec.NodeName.Length == 0 || pod.Pod.Spec.NodeName == node.Name ? Verdict.Success : Mismatch;
}
