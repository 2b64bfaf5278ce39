using Kybernet.Api.Core.V1;
using Kybernet.ControllerManager.Pods;

namespace Kybernet.ControllerManager.PodGc;

/// <summary>Which pods nobody else will ever remove (upstream's PodGCController). Pure.</summary>
internal static class PodGcDecision
{
    private const string OutOfService = "node.kubernetes.io/out-of-service";

    /// <summary>The pods that have ended, oldest first, beyond the threshold.</summary>
    public static IReadOnlyList<Pod> Terminated(IEnumerable<Pod> pods, int threshold)
    {
        var ended = pods.Where(static p => PodStates.IsTerminal(p) && p.Metadata.DeletionTimestamp is null).ToArray();
        return [.. ended
            // Those that were evicted tell nothing that their controller does not know: they go first.
            .OrderByDescending(static p => p.Status.Reason == "Evicted")
            .ThenBy(static p => p.Metadata.CreationTimestamp)
            .ThenBy(static p => p.Metadata.Name, StringComparer.Ordinal)
            .Take(Math.Max(0, ended.Length - threshold))];
    }

    /// <summary>Pods that are to go and never had a node: no kubelet will confirm it.</summary>
    public static IReadOnlyList<Pod> UnscheduledTerminating(IEnumerable<Pod> pods) =>
        [.. pods.Where(static p => p.Metadata.DeletionTimestamp is not null && p.Spec.NodeName.Length == 0)];

    /// <summary>Pods that are to go on nodes of which an administrator has said that they are out of service.</summary>
    public static IReadOnlyList<Pod> OutOfServiceTerminating(IEnumerable<Pod> pods, Func<string, Node?> nodes) =>
        [.. pods.Where(p => p.Metadata.DeletionTimestamp is not null && nodes(p.Spec.NodeName) is { } node && !IsReady(node)
            && node.Spec.Taints.Any(static t => t.Key == OutOfService))];

    private static bool IsReady(Node node) => node.Status.Conditions.Any(static c => c is { Type: "Ready", Status: "True" });
}
