using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Pods;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Workloads;

namespace Kybernet.ApiServer.Strategies.Apps;

/// <summary>Deployments (the short name is a type of the API).</summary>
internal sealed class DeploymentResourceStrategy : ResourceStrategy<Deployment>
{
    private static readonly FieldPath Template = FieldPath.Of("spec").Child("template").Child("spec");

    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    protected override void Default(Deployment deployment)
    {
        var spec = deployment.Spec;
        spec.Replicas ??= 1;
        if (spec.Strategy.Type.Length == 0) spec.Strategy.Type = "RollingUpdate";
        if (spec.Strategy.Type == "RollingUpdate")
        {
            var rolling = spec.Strategy.RollingUpdate ??= new();
            rolling.MaxUnavailable ??= "25%";
            rolling.MaxSurge ??= "25%";
        }

        spec.RevisionHistoryLimit ??= 10;
        spec.ProgressDeadlineSeconds ??= 600;
        PodSpecDefaults.Apply(spec.Template);
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(Deployment deployment)
    {
        deployment.Status = new();
        deployment.Metadata.Generation = 1;
        DisabledPodFields.Drop(deployment.Spec.Template.Spec);
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(Deployment deployment, Deployment old)
    {
        deployment.Status = old.Status;
        DisabledPodFields.Drop(deployment.Spec.Template.Spec);
        // Annotations count: the deployment controller copies them to its replica sets.
        var same = deployment.Spec.DeepEquals(old.Spec) && deployment.Metadata.Annotations.ContentEquals(old.Metadata.Annotations);
        deployment.Metadata.Generation = old.Metadata.Generation + (same ? 0 : 1);
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(Deployment deployment, Deployment old)
    {
        deployment.Spec = old.Spec;
        deployment.Metadata.Labels = old.Metadata.Labels;
    }

    /// <inheritdoc/>
    protected override void Validate(Deployment deployment, FieldErrors errors) => DeploymentValidation.Validate(deployment.Spec, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(Deployment deployment, Deployment old, FieldErrors errors)
    {
        DeploymentValidation.Validate(deployment.Spec, errors);
        errors.Immutable(FieldPath.Of("spec").Child("selector"), deployment.Spec.Selector, old.Spec.Selector);
    }

    /// <inheritdoc/>
    protected override void ValidateStatusUpdate(Deployment deployment, Deployment old, FieldErrors errors)
    {
        var path = FieldPath.Of("status");
        var status = deployment.Status;
        errors.NonNegative(path.Child("observedGeneration"), status.ObservedGeneration);
        errors.NonNegative(path.Child("replicas"), status.Replicas);
        errors.NonNegative(path.Child("updatedReplicas"), status.UpdatedReplicas);
        errors.NonNegative(path.Child("readyReplicas"), status.ReadyReplicas);
        errors.NonNegative(path.Child("availableReplicas"), status.AvailableReplicas);
        errors.NonNegative(path.Child("unavailableReplicas"), status.UnavailableReplicas);
        errors.NonNegative(path.Child("collisionCount"), status.CollisionCount);
        ReplicaCounts.NotMoreThan(status.UpdatedReplicas, status.Replicas, path.Child("updatedReplicas"), "status.replicas", errors);
        ReplicaCounts.NotMoreThan(status.ReadyReplicas, status.Replicas, path.Child("readyReplicas"), "status.replicas", errors);
        ReplicaCounts.NotMoreThan(status.AvailableReplicas, status.Replicas, path.Child("availableReplicas"), "status.replicas", errors);
        ReplicaCounts.NotMoreThan(status.AvailableReplicas, status.ReadyReplicas, path.Child("availableReplicas"), "readyReplicas", errors);
        if (status.CollisionCount < old.Status.CollisionCount) errors.Invalid(path.Child("collisionCount"), status.CollisionCount, "cannot be decremented");
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Warnings(Deployment deployment, Deployment? old)
    {
        var template = deployment.Spec.Template;
        return old is not null && template.DeepEquals(old.Spec.Template) ? [] : PodWarnings.Of(template.Spec, template.Metadata, Template, old is null);
    }
}
