using Kybernet.Base;
using Kybernet.Scheduler.Cache;

namespace Kybernet.Scheduler.Framework;

/// <summary>
/// Chooses a node for a pod: a function of the pod, the nodes as they are and, among equally good nodes, chance.
///
///   1 pre-filter: what is asked of the pod alone
///   2 filter:     nodes that cannot take it fall out; enough good ones are enough
///   3 score:      each node that is left gets points from each plugin
///   4 choose:     the best; of several best ones any
/// </summary>
/// <param name="profile">The plugins.</param>
/// <param name="random">Decides between equals.</param>
internal sealed class SchedulingAlgorithm(Profile profile, RandomSource random)
{
    private const int MinFeasibleNodes = 100;
    private const int MinFeasiblePercent = 5;

    // Where the next search begins, so that with many nodes all get their turn.
    private int _start;

    /// <summary>The choice: a node's name, or why there is none.</summary>
    public (string? NodeName, Diagnosis Diagnosis) Choose(PodInfo pod, ClusterSnapshot snapshot)
    {
        var nodes = snapshot.Nodes;
        Diagnosis diagnosis = new(nodes.Count);
        if (nodes.Count == 0) return (null, diagnosis);

        // 1
        List<IFilterPlugin> filters = [.. profile.Filter];
        foreach (var plugin in profile.PreFilter)
        {
            var verdict = plugin.PreFilter(pod, snapshot);
            if (verdict.Code == VerdictCode.Skip) filters.Remove((IFilterPlugin)plugin);
            else if (!verdict.IsSuccess)
            {
                diagnosis.AddPlugin(plugin.Name);
                diagnosis.PreFilterMessage = string.Join(", ", verdict.Reasons);
                return (null, diagnosis);
            }
        }

        // 2
        var feasible = Filter(pod, nodes, filters, diagnosis);
        if (feasible.Count == 0) return (null, diagnosis);
        if (feasible.Count == 1) return (feasible[0].Name, diagnosis);

        // 3, 4
        return (Best(feasible, Score(pod, feasible)), diagnosis);
    }

    /// <summary>How many feasible nodes are enough among that many (upstream's numFeasibleNodesToFind).</summary>
    public static int Enough(int nodes)
    {
        if (nodes < MinFeasibleNodes) return nodes;
        var percent = Math.Max(50 - nodes / 125, MinFeasiblePercent);
        return Math.Max(nodes * percent / 100, MinFeasibleNodes);
    }

    private List<NodeInfo> Filter(PodInfo pod, IReadOnlyList<NodeInfo> nodes, List<IFilterPlugin> filters, Diagnosis diagnosis)
    {
        List<NodeInfo> feasible = [];
        var enough = Enough(nodes.Count);
        var tried = 0;
        for (; tried < nodes.Count && feasible.Count < enough; tried++)
        {
            var node = nodes[(_start + tried) % nodes.Count];
            if (Passes(pod, node, filters, diagnosis)) feasible.Add(node);
        }

        _start = (_start + tried) % nodes.Count;
        return feasible;
    }

    private static bool Passes(PodInfo pod, NodeInfo node, List<IFilterPlugin> filters, Diagnosis diagnosis)
    {
        foreach (var plugin in filters)
        {
            var verdict = plugin.Filter(pod, node);
            if (verdict.IsSuccess) continue;
            diagnosis.Add(plugin.Name, verdict);
            return false;
        }

        return true;
    }

    private long[] Score(PodInfo pod, List<NodeInfo> nodes)
    {
        var totals = new long[nodes.Count];
        var scores = new long[nodes.Count];
        foreach (var plugin in profile.Score)
        {
            for (var i = 0; i < nodes.Count; i++) scores[i] = plugin.Score(pod, nodes[i]);
            plugin.Normalize(scores);
            for (var i = 0; i < nodes.Count; i++) totals[i] += scores[i] * plugin.Weight;
        }

        return totals;
    }

    private string Best(List<NodeInfo> nodes, long[] scores)
    {
        var best = 0;
        var equals = 1;
        for (var i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[best])
            {
                best = i;
                equals = 1;
            }
            else if (scores[i] == scores[best] && random.Next(++equals) == 0)
            {
                best = i;
            }
        }

        return nodes[best].Name;
    }
}
