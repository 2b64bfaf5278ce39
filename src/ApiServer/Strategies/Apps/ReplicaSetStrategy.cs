using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Pods;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Workloads;

namespace Kybernet.ApiServer.Strategies.Apps;

/// <summary>ReplicaSets.</summary>
internal sealed class ReplicaSetStrategy : ResourceStrategy<ReplicaSet>
{
    private static readonly FieldPath Template = FieldPath.Of("spec").Child("template").Child("spec");

    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> SelectableFields { get; } = ["status.replicas"];

    /// <inheritdoc/>
    protected override void Default(ReplicaSet set)
    {
        set.Spec.Replicas ??= 1;
        PodSpecDefaults.Apply(set.Spec.Template);
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(ReplicaSet set)
    {
        set.Status = new();
        set.Metadata.Generation = 1;
        DisabledPodFields.Drop(set.Spec.Template.Spec);
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(ReplicaSet set, ReplicaSet old)
    {
        set.Status = old.Status;
        DisabledPodFields.Drop(set.Spec.Template.Spec);
        set.Metadata.Generation = old.Metadata.Generation + (set.Spec.DeepEquals(old.Spec) ? 0 : 1);
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(ReplicaSet set, ReplicaSet old) => set.Spec = old.Spec;

    /// <inheritdoc/>
    protected override void Validate(ReplicaSet set, FieldErrors errors) => DeploymentValidation.Validate(set.Spec, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(ReplicaSet set, ReplicaSet old, FieldErrors errors)
    {
        DeploymentValidation.Validate(set.Spec, errors);
        errors.Immutable(FieldPath.Of("spec").Child("selector"), set.Spec.Selector, old.Spec.Selector);
    }

    /// <inheritdoc/>
    protected override void ValidateStatusUpdate(ReplicaSet set, ReplicaSet old, FieldErrors errors)
    {
        var path = FieldPath.Of("status");
        var status = set.Status;
        errors.NonNegative(path.Child("replicas"), status.Replicas);
        errors.NonNegative(path.Child("fullyLabeledReplicas"), status.FullyLabeledReplicas);
        errors.NonNegative(path.Child("readyReplicas"), status.ReadyReplicas);
        errors.NonNegative(path.Child("availableReplicas"), status.AvailableReplicas);
        errors.NonNegative(path.Child("observedGeneration"), status.ObservedGeneration);
        ReplicaCounts.NotMoreThan(status.FullyLabeledReplicas, status.Replicas, path.Child("fullyLabeledReplicas"), "status.replicas", errors);
        ReplicaCounts.NotMoreThan(status.ReadyReplicas, status.Replicas, path.Child("readyReplicas"), "status.replicas", errors);
        ReplicaCounts.NotMoreThan(status.AvailableReplicas, status.Replicas, path.Child("availableReplicas"), "status.replicas", errors);
        ReplicaCounts.NotMoreThan(status.AvailableReplicas, status.ReadyReplicas, path.Child("availableReplicas"), "readyReplicas", errors);
    }

    /// <inheritdoc/>
    protected override string? SelectableField(ReplicaSet set, string path) =>
        path == "status.replicas" ? set.Status.Replicas.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <inheritdoc/>
    protected override IEnumerable<string> Warnings(ReplicaSet set, ReplicaSet? old)
    {
        var template = set.Spec.Template;
        return old is not null && template.DeepEquals(old.Spec.Template) ? [] : PodWarnings.Of(template.Spec, template.Metadata, Template, old is null);
    }
}
