using Kybernet.Api.Core.V1;

namespace Kybernet.ControllerManager.Pods;

/// <summary>What a pod's status means (upstream's podutil).</summary>
internal static class PodStates
{
    /// <summary>The condition of that type, or null.</summary>
    public static PodCondition? Condition(Pod pod, string type)
    {
        foreach (var condition in pod.Status.Conditions)
        {
            if (condition.Type == type) return condition;
        }

        return null;
    }

    /// <summary>Whether the pod takes requests.</summary>
    public static bool IsReady(Pod pod) => Condition(pod, "Ready")?.Status == "True";

    /// <summary>Whether the pod has been ready for that long.</summary>
    public static bool IsAvailable(Pod pod, int minReadySeconds, DateTimeOffset now) =>
        AvailableIn(pod, minReadySeconds, now) is { } wait && wait <= TimeSpan.Zero;

    /// <summary>How long until the pod, staying ready, is available; null: it is not ready.</summary>
    public static TimeSpan? AvailableIn(Pod pod, int minReadySeconds, DateTimeOffset now)
    {
        if (Condition(pod, "Ready") is not { Status: "True" } ready) return null;
        if (minReadySeconds == 0) return TimeSpan.Zero;
        return ready.LastTransitionTime is { } since ? since + TimeSpan.FromSeconds(minReadySeconds) - now : null;
    }

    /// <summary>Whether the pod has ended for good.</summary>
    public static bool IsTerminal(Pod pod) => pod.Status.Phase is "Succeeded" or "Failed";

    /// <summary>Whether the pod counts for its controller: not ended and not on its way out.</summary>
    public static bool IsActive(Pod pod) => !IsTerminal(pod) && pod.Metadata.DeletionTimestamp is null;

    /// <summary>Whether the pod is on its way out and has not ended.</summary>
    public static bool IsTerminating(Pod pod) => !IsTerminal(pod) && pod.Metadata.DeletionTimestamp is not null;
}
