using Kybernet.Api;
using Kybernet.Api.Coordination.V1;
using Kybernet.Api.Core.V1;

namespace Kybernet.ControllerManager.NodeLifecycle;

/// <summary>When a node was last heard of, by this process's clock: nodes' own clocks may be wrong.</summary>
/// <param name="LastProbe">When something new from it was seen.</param>
/// <param name="Heartbeat">The heartbeat of its Ready condition.</param>
/// <param name="Renewed">When its lease says that it was renewed.</param>
internal sealed record NodeHealth(DateTimeOffset LastProbe, DateTimeOffset? Heartbeat, DateTimeOffset? Renewed)
{
    private static readonly string[] Watched = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"];

    /// <summary>What is known after another look.</summary>
    /// <param name="before">What was known; null at the first look.</param>
    /// <param name="node">The node.</param>
    /// <param name="lease">Its lease; null: it has none.</param>
    /// <param name="now">The time.</param>
    public static NodeHealth Look(NodeHealth? before, Node node, Lease? lease, DateTimeOffset now)
    {
        var ready = Condition(node, "Ready");
        // A node that has never told anything is waited for from its creation on.
        if (ready is null && lease is null) return before ?? new NodeHealth(node.Metadata.CreationTimestamp ?? now, null, null);
        var heartbeat = ready?.LastHeartbeatTime;
        var renewed = lease?.Spec.RenewTime;
        var isNews = before is null || heartbeat != before.Heartbeat || (renewed is not null && (before.Renewed is null || renewed > before.Renewed));
        return new NodeHealth(isNews ? now : before!.LastProbe, heartbeat, renewed ?? before?.Renewed);
    }

    /// <summary>The node's conditions if it is silent for too long; null when they are right as they are.</summary>
    /// <param name="node">The node.</param>
    /// <param name="options">How long is too long.</param>
    /// <param name="now">The time.</param>
    public KubeList<NodeCondition>? Doubt(Node node, ControllerManagerOptions options, DateTimeOffset now)
    {
        var grace = Condition(node, "Ready") is null ? options.NodeStartupGracePeriod : options.NodeMonitorGracePeriod;
        if (now <= LastProbe + grace) return null;
        KubeList<NodeCondition> conditions = [];
        var changed = false;
        foreach (var condition in node.Status.Conditions)
        {
            var doubted = Watched.Contains(condition.Type) && condition.Status != "Unknown";
            changed |= doubted;
            conditions.Add(doubted ? Unknown(condition, now) : condition.Clone());
        }

        foreach (var type in Watched)
        {
            if (Condition(node, type) is not null) continue;
            changed = true;
            conditions.Add(new NodeCondition
            {
                Type = type,
                Status = "Unknown",
                Reason = "NodeStatusNeverUpdated",
                Message = "Kubelet never posted node status.",
                LastHeartbeatTime = node.Metadata.CreationTimestamp,
                LastTransitionTime = now,
            });
        }

        return changed ? conditions : null;
    }

    /// <summary>The node's condition of a type, or null.</summary>
    public static NodeCondition? Condition(Node node, string type)
    {
        foreach (var condition in node.Status.Conditions)
        {
            if (condition.Type == type) return condition;
        }

        return null;
    }

    private static NodeCondition Unknown(NodeCondition condition, DateTimeOffset now)
    {
        var unknown = condition.Clone();
        unknown.Status = "Unknown";
        unknown.Reason = "NodeStatusUnknown";
        unknown.Message = "Kubelet stopped posting node status.";
        unknown.LastTransitionTime = now;
        return unknown;
    }
}
