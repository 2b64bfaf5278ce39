using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ControllerManager.NodeLifecycle;

/// <summary>The taints that follow from a node's conditions.</summary>
internal static class NodeTaints
{
    private const string NotReady = "node.kubernetes.io/not-ready";
    private const string Unreachable = "node.kubernetes.io/unreachable";
    private const string Unschedulable = "node.kubernetes.io/unschedulable";

    private static readonly (string Condition, string Status, string Key)[] ByCondition =
    [
        ("Ready", "False", NotReady),
        ("Ready", "Unknown", Unreachable),
        ("MemoryPressure", "True", "node.kubernetes.io/memory-pressure"),
        ("DiskPressure", "True", "node.kubernetes.io/disk-pressure"),
        ("NetworkUnavailable", "True", "node.kubernetes.io/network-unavailable"),
        ("PIDPressure", "True", "node.kubernetes.io/pid-pressure"),
    ];

    private static readonly HashSet<string> NoScheduleKeys = [.. ByCondition.Select(static c => c.Key), Unschedulable];

    /// <summary>The node's taints with those of effect NoSchedule as its conditions ask for; null when they are right.</summary>
    public static KubeList<Taint>? WithNoSchedule(Node node, DateTimeOffset now)
    {
        List<string> wanted = [.. ByCondition.Where(c => NodeHealth.Condition(node, c.Condition)?.Status == c.Status).Select(static c => c.Key)];
        if (node.Spec.Unschedulable) wanted.Add(Unschedulable);
        return With(node, "NoSchedule", NoScheduleKeys, wanted, now);
    }

    /// <summary>The node's taints with the one of effect NoExecute that <paramref name="readiness"/> asks for; null when they are right.</summary>
    /// <param name="node">The node.</param>
    /// <param name="readiness">The status of its Ready condition; <c>True</c> takes both taints off.</param>
    /// <param name="now">The time.</param>
    public static KubeList<Taint>? WithNoExecute(Node node, string readiness, DateTimeOffset now)
    {
        string[] wanted = readiness switch { "True" => [], "False" => [NotReady], _ => [Unreachable] };
        return With(node, "NoExecute", [NotReady, Unreachable], wanted, now);
    }

    private static KubeList<Taint>? With(Node node, string effect, HashSet<string> ours, IReadOnlyCollection<string> wanted, DateTimeOffset now)
    {
        KubeList<Taint> taints = [];
        HashSet<string> missing = new(wanted, StringComparer.Ordinal);
        foreach (var taint in node.Spec.Taints)
        {
            if (taint.Effect != effect || !ours.Contains(taint.Key) || missing.Remove(taint.Key)) taints.Add(taint.Clone());
        }

        if (missing.Count == 0 && taints.Count == node.Spec.Taints.Count) return null;
        foreach (var key in wanted)
        {
            if (missing.Contains(key)) taints.Add(new Taint { Key = key, Effect = effect, TimeAdded = now });
        }

        return taints;
    }
}
