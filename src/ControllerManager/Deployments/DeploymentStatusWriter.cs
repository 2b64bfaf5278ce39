using Kybernet.Api.Apps.V1;
using Kybernet.Base;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Deployments;

/// <summary>Writes the status of deployments where it has changed.</summary>
internal sealed class DeploymentStatusWriter(IKubeClient client, ExecutionEnvironment environment)
{
    /// <summary>Says that a deployment is paused or resumed, so that the time of a pause does not count against its deadline (upstream's checkPausedConditions).</summary>
    /// <returns>The deployment as it then is.</returns>
    /// <exception cref="KubeApiException">The API refuses.</exception>
    public async Task<Deployment> RecordPauseAsync(Deployment deployment, CancellationToken cancellation)
    {
        if (deployment.ProgressDeadline() is null) return deployment;
        var current = deployment.Status.Condition(DeploymentNames.Progressing);
        if (current?.Reason == DeploymentNames.TimedOut) return deployment;
        var isMarked = current?.Reason == DeploymentNames.Paused;
        if (isMarked == deployment.Spec.Paused) return deployment;
        var (reason, message) = deployment.Spec.Paused
            ? (DeploymentNames.Paused, "Deployment is paused")
            : (DeploymentNames.Resumed, "Deployment is resumed");
        DeploymentConditions.Set(
            deployment.Status, DeploymentConditions.New(DeploymentNames.Progressing, "Unknown", reason, message, environment.Now));
        return await client.UpdateAsync(deployment, "status", cancellation);
    }

    /// <summary>Writes counts and availability.</summary>
    /// <exception cref="KubeApiException">The API refuses.</exception>
    public Task UpdateCountsAsync(Deployment deployment, ReplicaSetFamily family, CancellationToken cancellation) =>
        WriteAsync(deployment, DeploymentStatusDecision.Calculate(deployment, family.All, family.New, environment.Now), cancellation);

    /// <summary>Writes counts, availability and how the rollout goes.</summary>
    /// <returns>When to look again, if nothing changed and the deadline may pass; null: no need.</returns>
    /// <exception cref="KubeApiException">The API refuses.</exception>
    public async Task<TimeSpan?> UpdateProgressAsync(Deployment deployment, ReplicaSetFamily family, CancellationToken cancellation)
    {
        var now = environment.Now;
        var status = DeploymentStatusDecision.Calculate(deployment, family.All, family.New, now);
        RolloutProgress.Judge(deployment, status, family.All, family.New, now);
        return await WriteAsync(deployment, status, cancellation) ? null : RolloutProgress.LookAgainAfter(deployment, status, now);
    }

    private async Task<bool> WriteAsync(Deployment deployment, DeploymentStatus status, CancellationToken cancellation)
    {
        if (deployment.Status.DeepEquals(status)) return false;
        deployment.Status = status;
        await client.UpdateAsync(deployment, "status", cancellation);
        return true;
    }
}
