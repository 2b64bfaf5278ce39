using Kybernet.Api.Apps.V1;

namespace Kybernet.ControllerManager.Deployments;

/// <summary>The Progressing and ReplicaFailure conditions of a deployment that rolls out (upstream's syncRolloutStatus). Pure.</summary>
internal static class RolloutProgress
{
    /// <summary>Completes <paramref name="status"/>, freshly counted, by comparing it with what the deployment has now.</summary>
    public static void Judge(
        Deployment deployment, DeploymentStatus status, IReadOnlyCollection<ReplicaSet> all, ReplicaSet? @new, DateTimeOffset now)
    {
        var current = deployment.Status.Condition(DeploymentNames.Progressing);
        if (deployment.ProgressDeadline() is null)
        {
            DeploymentConditions.Remove(status, DeploymentNames.Progressing);
        }
        else if (!(status.Replicas == status.UpdatedReplicas && current?.Reason == DeploymentNames.NewReplicaSetAvailable))
        {
            // A rollout that was complete once is not looked at again: pods that come and go later are no rollout.
            JudgeProgress(deployment, status, current, @new, now);
        }

        if (Failure(all, @new) is { } failure) DeploymentConditions.Set(status, failure);
        else DeploymentConditions.Remove(status, DeploymentNames.ReplicaFailure);
    }

    /// <summary>When to look again at a rollout that stands still; null: no need (upstream's requeueStuckDeployment).</summary>
    public static TimeSpan? LookAgainAfter(Deployment deployment, DeploymentStatus status, DateTimeOffset now)
    {
        if (deployment.ProgressDeadline() is not { } deadline) return null;
        if (deployment.Status.Condition(DeploymentNames.Progressing) is not { } current) return null;
        if (DeploymentStatusDecision.IsComplete(deployment, status) || current.Reason == DeploymentNames.TimedOut) return null;
        var left = (current.LastUpdateTime ?? now) + deadline - now;
        return left < TimeSpan.FromSeconds(1) ? TimeSpan.Zero : left + TimeSpan.FromSeconds(1);
    }

    private static void JudgeProgress(
        Deployment deployment, DeploymentStatus status, DeploymentCondition? current, ReplicaSet? @new, DateTimeOffset now)
    {
        var who = @new is null ? $"Deployment \"{deployment.Metadata.Name}\"" : $"ReplicaSet \"{@new.Metadata.Name}\"";
        if (DeploymentStatusDecision.IsComplete(deployment, status))
        {
            DeploymentConditions.Set(status, Condition("True", DeploymentNames.NewReplicaSetAvailable, $"{who} has successfully progressed."));
        }
        else if (IsProgressing(deployment.Status, status))
        {
            // The update time moves with every step, so that the deadline counts from the last one.
            var condition = Condition("True", DeploymentNames.ReplicaSetUpdated, $"{who} is progressing.");
            if (current?.Status == "True") condition.LastTransitionTime = current.LastTransitionTime;
            DeploymentConditions.Remove(status, DeploymentNames.Progressing);
            DeploymentConditions.Set(status, condition);
        }
        else if (HasTimedOut(deployment, status, now))
        {
            DeploymentConditions.Set(status, Condition("False", DeploymentNames.TimedOut, $"{who} has timed out progressing."));
        }

        DeploymentCondition Condition(string value, string reason, string message) =>
            DeploymentConditions.New(DeploymentNames.Progressing, value, reason, message, now);
    }

    private static bool IsProgressing(DeploymentStatus before, DeploymentStatus after) =>
        after.UpdatedReplicas > before.UpdatedReplicas
        || after.Replicas - after.UpdatedReplicas < before.Replicas - before.UpdatedReplicas
        || after.ReadyReplicas > before.ReadyReplicas
        || after.AvailableReplicas > before.AvailableReplicas;

    private static bool HasTimedOut(Deployment deployment, DeploymentStatus status, DateTimeOffset now)
    {
        if (status.Condition(DeploymentNames.Progressing) is not { } condition) return false;
        if (condition.Reason == DeploymentNames.NewReplicaSetAvailable) return false;
        if (condition.Reason == DeploymentNames.TimedOut) return true;
        return condition.LastUpdateTime + deployment.ProgressDeadline() < now;
    }

    // What the new replica set suffers from, or else any.
    private static DeploymentCondition? Failure(IEnumerable<ReplicaSet> all, ReplicaSet? @new)
    {
        var failure = (@new is null ? all : all.Prepend(@new))
            .SelectMany(static s => s.Status.Conditions)
            .FirstOrDefault(static c => c.Type == DeploymentNames.ReplicaFailure);
        return failure is null ? null : new DeploymentCondition
        {
            Type = failure.Type,
            Status = failure.Status,
            Reason = failure.Reason,
            Message = failure.Message,
            LastTransitionTime = failure.LastTransitionTime,
            LastUpdateTime = failure.LastTransitionTime,
        };
    }
}
