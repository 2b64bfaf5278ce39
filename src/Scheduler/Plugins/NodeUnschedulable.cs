using Kybernet.Api.Core.V1;
using Kybernet.Scheduler.Cache;
using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Plugins;

/// <summary>Cordoned nodes take no pods but those that tolerate it.</summary>
internal sealed class NodeUnschedulable : IFilterPlugin
{
    private static readonly Verdict Unschedulable = Verdict.Unresolvable("node(s) were unschedulable");
    private static readonly Taint Cordon = new() { Key = "node.kubernetes.io/unschedulable", Effect = Taints.NoSchedule };

    /// <inheritdoc/>
    public string Name => "NodeUnschedulable";

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeInfo node) =>
        !node.Node!.Spec.Unschedulable || pod.Pod.Spec.Tolerations.Any(t => t.Tolerates(Cordon)) ? Verdict.Success : Unschedulable;
}
