using Kybernet.Api.Apps.V1;

namespace Kybernet.ControllerManager.Deployments;

/// <summary>Which old replica sets a deployment keeps, to roll back to. Pure.</summary>
internal static class RevisionHistory
{
    /// <summary>The replica sets that may be deleted: the oldest revisions beyond the limit, if they are at rest (upstream's cleanupDeployment).</summary>
    public static IReadOnlyList<ReplicaSet> Surplus(Deployment deployment, IEnumerable<ReplicaSet> old)
    {
        if (deployment.Spec.RevisionHistoryLimit is not { } limit || limit == int.MaxValue) return [];
        var kept = old.Where(static s => s.Metadata.DeletionTimestamp is null).OldestFirst().OrderBy(static s => s.Revision()).ToArray();
        return [.. kept.Take(Math.Max(0, kept.Length - limit)).Where(IsAtRest)];
    }

    private static bool IsAtRest(ReplicaSet set) =>
        set.Status.Replicas == 0 && set.Replicas() == 0 && set.Metadata.Generation <= set.Status.ObservedGeneration;
}
