using Kybernet.Scheduler.Cache;
using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Plugins;

/// <summary>Pods go where what they ask for is left, rather to the node of which the least is taken (LeastAllocated).</summary>
internal sealed class NodeResourcesFit : IFilterPlugin, IScorePlugin
{
    /// <inheritdoc/>
    public string Name => "NodeResourcesFit";

    /// <inheritdoc/>
    public int Weight => 1;

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeInfo node)
    {
        List<string>? reasons = null;
        var resolvable = true;
        if (node.Pods.Count + 1 > node.AllowedPods) (reasons ??= []).Add("Too many pods");
        Check("cpu", pod.Requests.MilliCpu, node.Requested.MilliCpu, node.Allocatable.MilliCpu, ref reasons, ref resolvable);
        Check("memory", pod.Requests.Memory, node.Requested.Memory, node.Allocatable.Memory, ref reasons, ref resolvable);
        Check(
            "ephemeral-storage", pod.Requests.EphemeralStorage, node.Requested.EphemeralStorage, node.Allocatable.EphemeralStorage,
            ref reasons, ref resolvable);
        foreach (var (name, wanted) in pod.Requests.Others)
        {
            Check(
                name, wanted, node.Requested.Others.GetValueOrDefault(name), node.Allocatable.Others.GetValueOrDefault(name),
                ref reasons, ref resolvable);
        }

        if (reasons is null) return Verdict.Success;
        return resolvable ? Verdict.Unschedulable(reasons) : Verdict.Unresolvable(reasons);
    }

    /// <inheritdoc/>
    public long Score(PodInfo pod, NodeInfo node)
    {
        long sum = 0, weights = 0;
        Add(node.Allocatable.MilliCpu, node.NonZeroMilliCpu + pod.NonZeroMilliCpu);
        Add(node.Allocatable.Memory, node.NonZeroMemory + pod.NonZeroMemory);
        return weights == 0 ? 0 : sum / weights;

        void Add(long allocatable, long requested)
        {
            if (allocatable == 0) return;
            sum += requested > allocatable ? 0 : (allocatable - requested) * NodeScores.Max / allocatable;
            weights++;
        }
    }

    private static void Check(string name, long wanted, long requested, long allocatable, ref List<string>? reasons, ref bool resolvable)
    {
        if (wanted == 0 || wanted <= allocatable - requested) return;
        (reasons ??= []).Add("Insufficient " + name);
        // More than the whole node: no pod's going would help.
        if (wanted > allocatable) resolvable = false;
    }
}
