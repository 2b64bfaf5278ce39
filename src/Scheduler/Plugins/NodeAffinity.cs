using Kybernet.Api.Core.V1;
using Kybernet.Scheduler.Cache;
using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Plugins;

/// <summary>Pods go to nodes that match their nodeSelector and required affinity, rather to those that they prefer.</summary>
internal sealed class NodeAffinity : IPreFilterPlugin, IFilterPlugin, IScorePlugin
{
    private static readonly Verdict Mismatch = Verdict.Unresolvable("node(s) didn't match Pod's node affinity/selector");

    /// <inheritdoc/>
    public string Name => "NodeAffinity";

    /// <inheritdoc/>
    public int Weight => 2;

    /// <inheritdoc/>
    public Verdict PreFilter(PodInfo pod, ClusterSnapshot snapshot) =>
        pod.Pod.Spec.NodeSelector.Count == 0
        && pod.Pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution is null ? Verdict.Skip : Verdict.Success;

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeInfo node) =>
        NodeAffinityMatch.RequiredMatches(pod.Pod, node.Node!) ? Verdict.Success : Mismatch;

    /// <inheritdoc/>
    public long Score(PodInfo pod, NodeInfo node)
    {
        if (pod.Pod.Spec.Affinity?.NodeAffinity is not { } affinity) return 0;
        long sum = 0;
        foreach (var term in affinity.PreferredDuringSchedulingIgnoredDuringExecution)
        {
            if (NodeAffinityMatch.Matches(term.Preference, node.Node!)) sum += term.Weight;
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Normalize(Span<long> scores) => NodeScores.Scale(scores, reverse: false);
}
