using System.Globalization;
using Kybernet.Api.Apps.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Deployments;

/// <summary>Finds or makes the replica set of a deployment's current template and keeps its revision (upstream's getNewReplicaSet).</summary>
internal sealed class NewReplicaSets(IKubeClient client, IEventRecorder recorder, ControllerContext context)
{
    /// <summary>
    /// Brings revision and annotations up to date; makes the new replica set if it is missing and <paramref name="create"/>.
    /// </summary>
    /// <returns>The deployment as it then is, and its replica sets.</returns>
    /// <exception cref="KubeApiException">The API refuses.</exception>
    public async Task<(Deployment Deployment, ReplicaSetFamily Family)> ObtainAsync(
        Deployment deployment, ReplicaSetFamily family, bool create, CancellationToken cancellation)
    {
        if (family.New is { } existing) return await UpdateAsync(deployment, family, existing, cancellation);
        return create ? await CreateAsync(deployment, family, cancellation) : (deployment, family);
    }

    private async Task<(Deployment Deployment, ReplicaSetFamily Family)> UpdateAsync(
        Deployment deployment, ReplicaSetFamily family, ReplicaSet existing, CancellationToken cancellation)
    {
        var set = existing.Clone();
        var changed = ReplicaSetAnnotations.SetNew(deployment, set, family.NextRevision, exists: true);
        if (set.Spec.MinReadySeconds != deployment.Spec.MinReadySeconds)
        {
            set.Spec.MinReadySeconds = deployment.Spec.MinReadySeconds;
            changed = true;
        }

        if (changed) set = await client.UpdateAsync(set, "", cancellation);
        else set = existing;
        var condition = deployment.Status.Condition(DeploymentNames.Progressing) is null
            ? (DeploymentNames.FoundNewReplicaSet, $"Found new replica set \"{set.Metadata.Name}\"")
            : default;
        deployment = await RecordAsync(deployment, set.Revision(), condition, cancellation);
        return (deployment, family with { New = set });
    }

    private async Task<(Deployment Deployment, ReplicaSetFamily Family)> CreateAsync(
        Deployment deployment, ReplicaSetFamily family, CancellationToken cancellation)
    {
        var wanted = Build(deployment, family);
        try
        {
            var created = await client.CreateAsync(wanted, cancellation);
            if (created.Replicas() > 0)
            {
                recorder.Event(
                    deployment, "Normal", "ScalingReplicaSet", $"Scaled up replica set {created.Metadata.Name} from 0 to {created.Replicas()}");
            }

            var condition = (DeploymentNames.NewReplicaSet, $"Created new replica set \"{created.Metadata.Name}\"");
            deployment = await RecordAsync(deployment, family.NextRevision, condition, cancellation);
            return (deployment, family with { New = created });
        }
        catch (KubeApiException e) when (e.IsAlreadyExists)
        {
            var taken = await client.GetAsync<ReplicaSet>(wanted.Metadata.Namespace, wanted.Metadata.Name, cancellation);
            if (OwnerReferences.IsControlledBy(taken, deployment) && TemplateHash.SameTemplate(taken.Spec.Template, deployment.Spec.Template))
            {
                // We made it before and our cache has not heard of it.
                deployment = await RecordAsync(deployment, family.NextRevision, default, cancellation);
                return (deployment, family with { New = taken });
            }

            // Another template of the same hash: count the collision, which gives another hash next time.
            deployment.Status.CollisionCount = (deployment.Status.CollisionCount ?? 0) + 1;
            await client.UpdateAsync(deployment, "status", cancellation);
            throw;
        }
        catch (KubeApiException e) when (!e.IsNamespaceTerminating)
        {
            var message = $"Failed to create new replica set \"{wanted.Metadata.Name}\": {e.Message}";
            recorder.Event(deployment, "Warning", DeploymentNames.CreateFailed, message);
            if (deployment.ProgressDeadline() is not null)
            {
                DeploymentConditions.Set(deployment.Status, DeploymentConditions.New(
                    DeploymentNames.Progressing, "False", DeploymentNames.CreateFailed, message, context.Environment.Now));
                await client.UpdateAsync(deployment, "status", cancellation);
            }

            throw;
        }
    }

    private static ReplicaSet Build(Deployment deployment, ReplicaSetFamily family)
    {
        var template = deployment.Spec.Template.Clone();
        var hash = TemplateHash.Compute(template, deployment.Status.CollisionCount);
        template.Metadata.Labels[DeploymentNames.PodTemplateHash] = hash;
        var selector = deployment.Spec.Selector?.Clone() ?? new();
        selector.MatchLabels[DeploymentNames.PodTemplateHash] = hash;
        ReplicaSet set = new() { Spec = { MinReadySeconds = deployment.Spec.MinReadySeconds, Selector = selector, Template = template } };
        set.Metadata.Name = $"{deployment.Metadata.Name}-{hash}";
        set.Metadata.Namespace = deployment.Metadata.Namespace;
        set.Metadata.OwnerReferences.Add(OwnerReferences.ForController(deployment));
        foreach (var (key, value) in template.Metadata.Labels) set.Metadata.Labels[key] = value;
        set.Spec.Replicas = RollingUpdateDecision.NewSize(deployment, family.Old, 0);
        ReplicaSetAnnotations.SetNew(deployment, set, family.NextRevision, exists: false);
        return set;
    }

    // The deployment carries the revision of its newest replica set; upstream, too, writes it through the status.
    private async Task<Deployment> RecordAsync(
        Deployment deployment, long revision, (string Reason, string Message) progressing, CancellationToken cancellation)
    {
        var text = revision.ToString(CultureInfo.InvariantCulture);
        var changed = deployment.Metadata.Annotations.GetValueOrDefault(DeploymentNames.Revision) != text;
        deployment.Metadata.Annotations[DeploymentNames.Revision] = text;
        if (progressing.Reason is not null && deployment.ProgressDeadline() is not null)
        {
            DeploymentConditions.Set(deployment.Status, DeploymentConditions.New(
                DeploymentNames.Progressing, "True", progressing.Reason, progressing.Message, context.Environment.Now));
            changed = true;
        }

        return changed ? await client.UpdateAsync(deployment, "status", cancellation) : deployment;
    }
}
