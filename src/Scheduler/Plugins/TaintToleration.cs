using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Scheduler.Cache;
using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Plugins;

/// <summary>Pods keep away from nodes with taints that they do not tolerate, and rather from those with PreferNoSchedule taints.</summary>
internal sealed class TaintToleration : IFilterPlugin, IScorePlugin
{
    private static readonly Verdict Untolerated = Verdict.Unresolvable("node(s) had untolerated taint(s)");

    /// <inheritdoc/>
    public string Name => "TaintToleration";

    /// <inheritdoc/>
    public int Weight => 3;

    /// <inheritdoc/>
    public Verdict Filter(PodInfo pod, NodeInfo node) =>
        Taints.FindUntolerated(node.Node!.Spec.Taints, pod.Pod.Spec.Tolerations, Taints.NoSchedule, Taints.NoExecute) is null
            ? Verdict.Success
            : Untolerated;

    /// <inheritdoc/>
    public long Score(PodInfo pod, NodeInfo node)
    {
        long count = 0;
        foreach (var taint in node.Node!.Spec.Taints)
        {
            if (taint.Effect == Taints.PreferNoSchedule && !IsTolerated(taint, pod.Pod.Spec.Tolerations)) count++;
        }

        return count;
    }

    /// <inheritdoc/>
    public void Normalize(Span<long> scores) => NodeScores.Scale(scores, reverse: true);

    private static bool IsTolerated(Taint taint, KubeList<Toleration> tolerations)
    {
        foreach (var toleration in tolerations)
        {
            if ((toleration.Effect.Length == 0 || toleration.Effect == Taints.PreferNoSchedule) && toleration.Tolerates(taint)) return true;
        }

        return false;
    }
}
