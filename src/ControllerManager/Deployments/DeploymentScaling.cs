using Kybernet.Api.Apps.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Deployments;

/// <summary>Gives replica sets other sizes and tells so.</summary>
internal sealed class DeploymentScaling(IKubeClient client, IEventRecorder recorder)
{
    /// <summary>Writes a size, and the annotations that go with it where they are due (upstream's scaleReplicaSet).</summary>
    /// <returns>Whether the size changed.</returns>
    /// <exception cref="KubeApiException">The API refuses.</exception>
    public async Task<bool> ScaleAsync(Deployment deployment, Resize resize, CancellationToken cancellation)
    {
        var before = resize.Set.Replicas();
        var copy = resize.Set.Clone();
        var annotated = ReplicaSetAnnotations.SetSizes(deployment, copy);
        if (before == resize.Replicas && !annotated) return false;
        copy.Spec.Replicas = resize.Replicas;
        await client.UpdateAsync(copy, "", cancellation);
        if (before == resize.Replicas) return false;
        var direction = before < resize.Replicas ? "up" : "down";
        recorder.Event(
            deployment, "Normal", "ScalingReplicaSet", $"Scaled {direction} replica set {copy.Metadata.Name} from {before} to {resize.Replicas}");
        return true;
    }

    /// <summary>Writes those sizes that differ (upstream's scaleReplicaSetAndRecordEvent).</summary>
    /// <returns>Whether any did.</returns>
    /// <exception cref="KubeApiException">The API refuses.</exception>
    public async Task<bool> ScaleChangedAsync(Deployment deployment, IEnumerable<Resize> resizes, CancellationToken cancellation)
    {
        var scaled = false;
        foreach (var resize in resizes)
        {
            if (resize.Set.Replicas() != resize.Replicas) scaled |= await ScaleAsync(deployment, resize, cancellation);
        }

        return scaled;
    }
}
