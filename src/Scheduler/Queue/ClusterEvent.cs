namespace Kybernet.Scheduler.Queue;

/// <summary>Something that may let a pod fit that did not fit before.</summary>
internal enum ClusterEvent
{
    /// <summary>A node appeared.</summary>
    NodeAdded,

    /// <summary>A node's labels, taints, allocatable or cordon changed.</summary>
    NodeUpdated,

    /// <summary>A pod left its node.</summary>
    PodDeleted,
}

/// <summary>For which plugins which event is worth another try (upstream's queueing hints, by kind of event).</summary>
internal static class ClusterEvents
{
    /// <summary>Whether a pod that failed because of these plugins may fit after the event.</summary>
    public static bool MayHelp(ClusterEvent change, IReadOnlySet<string> failedPlugins)
    {
        if (failedPlugins.Count == 0) return true;
        return change switch
        {
            ClusterEvent.PodDeleted => failedPlugins.Contains("NodeResourcesFit") || failedPlugins.Contains("NodePorts"),
            _ => true,
        };
    }
}
