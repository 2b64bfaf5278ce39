using System.Globalization;
using Kybernet.Api.Apps.V1;

namespace Kybernet.ControllerManager.Deployments;

/// <summary>What a deployment writes on its replica sets: its own annotations, the revision, and the sizes it counts on.</summary>
internal static class ReplicaSetAnnotations
{
    // Upstream: a history of some 2000 characters.
    private const int MaxHistoryLength = 2000;

    private static readonly string[] NotCopied =
    [
        DeploymentNames.LastApplied, DeploymentNames.Revision, DeploymentNames.RevisionHistory,
        DeploymentNames.DesiredReplicas, DeploymentNames.MaxReplicas, DeploymentNames.RollbackTo,
    ];

    /// <summary>Brings the new replica set's annotations up to date (upstream's SetNewReplicaSetAnnotations).</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="set">Its new replica set, a copy to be changed.</param>
    /// <param name="revision">The revision that it is to have, if it has no higher one.</param>
    /// <param name="exists">Whether it exists already; its sizes are then left to scaling.</param>
    /// <returns>Whether anything changed.</returns>
    public static bool SetNew(Deployment deployment, ReplicaSet set, long revision, bool exists)
    {
        var changed = CopyFrom(deployment, set);
        var before = set.Metadata.Annotations.GetValueOrDefault(DeploymentNames.Revision, "");
        if ((set.Metadata.Number(DeploymentNames.Revision) ?? 0) < revision)
        {
            set.Metadata.Annotations[DeploymentNames.Revision] = revision.ToString(CultureInfo.InvariantCulture);
            changed = true;
            // A replica set that was an old one once becomes the new one: that is what a rollback is.
            if (before is { Length: > 0 }) AppendHistory(set, before);
        }

        if (!exists && SetSizes(deployment, set)) changed = true;
        return changed;
    }

    /// <summary>Writes the sizes that the replica set was last scaled by (upstream's SetReplicasAnnotations).</summary>
    /// <returns>Whether anything changed.</returns>
    public static bool SetSizes(Deployment deployment, ReplicaSet set)
    {
        var desired = deployment.Replicas();
        var most = desired + Fenceposts.Of(deployment).MaxSurge;
        return Set(set, DeploymentNames.DesiredReplicas, desired.ToString(CultureInfo.InvariantCulture))
            | Set(set, DeploymentNames.MaxReplicas, most.ToString(CultureInfo.InvariantCulture));
    }

    private static bool CopyFrom(Deployment deployment, ReplicaSet set)
    {
        var changed = false;
        foreach (var (key, value) in deployment.Metadata.Annotations)
        {
            if (!NotCopied.Contains(key)) changed |= Set(set, key, value);
        }

        return changed;
    }

    private static void AppendHistory(ReplicaSet set, string revision)
    {
        var history = set.Metadata.Annotations.GetValueOrDefault(DeploymentNames.RevisionHistory, "") ?? "";
        var revisions = history.Length == 0 ? [revision] : history.Split(',').Append(revision).ToList();
        while (revisions.Count > 1 && revisions.Sum(static r => r.Length + 1) > MaxHistoryLength) revisions.RemoveAt(0);
        set.Metadata.Annotations[DeploymentNames.RevisionHistory] = string.Join(',', revisions);
    }

    private static bool Set(ReplicaSet set, string key, string value)
    {
        if (set.Metadata.Annotations.TryGetValue(key, out var current) && current == value) return false;
        set.Metadata.Annotations[key] = value;
        return true;
    }
}
