using Kybernet.Api.Core.V1;
using Kybernet.Api.Selectors;
using Kybernet.ControllerManager.Pods;

namespace Kybernet.ControllerManager.ReplicaSets;

/// <summary>What a replica controller makes of what it sees. Pure.</summary>
internal static class ReplicaDecision
{
    /// <summary>The most pods that are created or deleted in one go (upstream's BurstReplicas).</summary>
    public const int Burst = 500;

    /// <summary>How many pods to create (positive) or delete (negative) now.</summary>
    public static int Difference(int active, int wanted) => Math.Clamp(wanted - active, -Burst, Burst);

    /// <summary>The status that follows from the pods (upstream's calculateStatus).</summary>
    /// <param name="wish">What is asked for.</param>
    /// <param name="before">The status so far.</param>
    /// <param name="active">The active pods.</param>
    /// <param name="terminating">How many pods are on their way out; null: not counted for this kind.</param>
    /// <param name="generation">The object's generation, which the status will answer to.</param>
    /// <param name="failure">What went wrong when creating or deleting, or null.</param>
    /// <param name="now">The time.</param>
    public static ReplicaCounts Status(
        ReplicaWish wish, ReplicaCounts before, IReadOnlyList<Pod> active, int? terminating, long generation, Exception? failure, DateTimeOffset now)
    {
        var template = LabelQuery.FromLabels(wish.Template?.Metadata.Labels);
        int labeled = 0, ready = 0, available = 0;
        foreach (var pod in active)
        {
            if (template.Matches(pod.Metadata.Labels)) labeled++;
            if (!PodStates.IsReady(pod)) continue;
            ready++;
            if (PodStates.IsAvailable(pod, wish.MinReadySeconds, now)) available++;
        }

        return new ReplicaCounts(active.Count, labeled, ready, available, terminating, generation, Failure());

        // An earlier failure stays as it was told first, until it is over.
        ReplicaFailure? Failure() => failure is null
            ? null
            : before.Failure ?? new ReplicaFailure(active.Count < wish.Replicas ? "FailedCreate" : "FailedDelete", failure.Message, now);
    }

    /// <summary>When the next pod that is ready becomes available; null: none will by waiting.</summary>
    public static TimeSpan? NextAvailable(IEnumerable<Pod> active, int minReadySeconds, DateTimeOffset now)
    {
        TimeSpan? next = null;
        foreach (var pod in active)
        {
            if (PodStates.AvailableIn(pod, minReadySeconds, now) is { } wait && wait > TimeSpan.Zero && (next is null || wait < next)) next = wait;
        }

        return next;
    }
}
