using Kybernet.Api.Apps.V1;

namespace Kybernet.ControllerManager.Deployments;

/// <summary>What a deployment's status is to say. Pure.</summary>
internal static class DeploymentStatusDecision
{
    /// <summary>Counts and the Available condition (upstream's calculateStatus).</summary>
    public static DeploymentStatus Calculate(Deployment deployment, IReadOnlyCollection<ReplicaSet> all, ReplicaSet? @new, DateTimeOffset now)
    {
        var available = all.Sum(static s => s.Status.AvailableReplicas);
        DeploymentStatus status = new()
        {
            ObservedGeneration = deployment.Metadata.Generation,
            Replicas = all.Sum(static s => s.Status.Replicas),
            UpdatedReplicas = @new?.Status.Replicas ?? 0,
            ReadyReplicas = all.Sum(static s => s.Status.ReadyReplicas),
            AvailableReplicas = available,
            UnavailableReplicas = Math.Max(0, all.Replicas() - available),
            TerminatingReplicas = Terminating(all),
            CollisionCount = deployment.Status.CollisionCount,
        };
        foreach (var condition in deployment.Status.Conditions) status.Conditions.Add(condition.Clone());
        DeploymentConditions.Set(status, available >= deployment.Replicas() - Fenceposts.Of(deployment).MaxUnavailable
            ? DeploymentConditions.New(DeploymentNames.Available, "True", DeploymentNames.MinimumAvailable, "Deployment has minimum availability.", now)
            : DeploymentConditions.New(DeploymentNames.Available, "False", DeploymentNames.MinimumUnavailable, "Deployment does not have minimum availability.", now));
        return status;
    }

    /// <summary>Whether all is as asked for.</summary>
    public static bool IsComplete(Deployment deployment, DeploymentStatus status) =>
        status.UpdatedReplicas == deployment.Replicas()
        && status.Replicas == deployment.Replicas()
        && status.AvailableReplicas == deployment.Replicas()
        && status.ObservedGeneration >= deployment.Metadata.Generation;

    // Not known before every replica set has told.
    private static int? Terminating(IEnumerable<ReplicaSet> all)
    {
        int? sum = 0;
        foreach (var set in all) sum += set.Status.TerminatingReplicas;
        return sum;
    }
}
