using System.Globalization;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Meta.V1;

namespace Kybernet.ControllerManager.Deployments;

/// <summary>What deployments and their replica sets say.</summary>
internal static class DeploymentReading
{
    public static int Replicas(this Deployment deployment) => deployment.Spec.Replicas ?? 1;

    public static int Replicas(this ReplicaSet set) => set.Spec.Replicas ?? 1;

    public static int Replicas(this IEnumerable<ReplicaSet> sets) => sets.Sum(static s => s.Replicas());

    public static bool IsRollingUpdate(this Deployment deployment) => deployment.Spec.Strategy.Type != "Recreate";

    /// <summary>How long a rollout may stand still before it counts as failed; null: for ever.</summary>
    public static TimeSpan? ProgressDeadline(this Deployment deployment) =>
        deployment.Spec.ProgressDeadlineSeconds is { } seconds && seconds != int.MaxValue ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>The condition of that type, or null.</summary>
    public static DeploymentCondition? Condition(this DeploymentStatus status, string type) =>
        status.Conditions.FirstOrDefault(c => c.Type == type);

    /// <summary>The replica sets that are to have pods.</summary>
    public static IEnumerable<ReplicaSet> Active(this IEnumerable<ReplicaSet> sets) => sets.Where(static s => s.Replicas() > 0);

    /// <summary>Oldest first; of one age by name.</summary>
    public static IEnumerable<ReplicaSet> OldestFirst(this IEnumerable<ReplicaSet> sets) =>
        sets.OrderBy(static s => s.Metadata.CreationTimestamp).ThenBy(static s => s.Metadata.Name, StringComparer.Ordinal);

    /// <summary>An annotation that is a number; null when it is missing or none.</summary>
    public static long? Number(this ObjectMeta metadata, string annotation) =>
        metadata.Annotations.TryGetValue(annotation, out var text)
        && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The revision of a replica set; 0 when it has none.</summary>
    public static long Revision(this ReplicaSet set) => set.Metadata.Number(DeploymentNames.Revision) ?? 0;
}
