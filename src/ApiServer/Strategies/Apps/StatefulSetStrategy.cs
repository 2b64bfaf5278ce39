using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Pods;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Workloads;

namespace Kybernet.ApiServer.Strategies.Apps;

/// <summary>StatefulSets.</summary>
internal sealed class StatefulSetStrategy : ResourceStrategy<StatefulSet>
{
    private static readonly FieldPath Template = FieldPath.Of("spec").Child("template").Child("spec");

    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <summary>Pods are named after the set, and their names are host names.</summary>
    public override IReadOnlyList<string> ValidateName(string name, bool prefix) => NameRules.Label(name, prefix);

    /// <inheritdoc/>
    protected override void Default(StatefulSet set)
    {
        var spec = set.Spec;
        if (spec.PodManagementPolicy.Length == 0) spec.PodManagementPolicy = "OrderedReady";
        var strategy = spec.UpdateStrategy;
        if (strategy.Type.Length == 0)
        {
            // Only who leaves the type out too gets a partition; who says RollingUpdate and nothing else keeps it so.
            strategy.Type = "RollingUpdate";
            strategy.RollingUpdate ??= new();
        }

        if (strategy is { Type: "RollingUpdate", RollingUpdate: { } rolling }) rolling.Partition ??= 0;

        var retention = spec.PersistentVolumeClaimRetentionPolicy ??= new();
        if (retention.WhenDeleted.Length == 0) retention.WhenDeleted = "Retain";
        if (retention.WhenScaled.Length == 0) retention.WhenScaled = "Retain";
        spec.Replicas ??= 1;
        spec.RevisionHistoryLimit ??= 10;
        PodSpecDefaults.Apply(spec.Template);
        foreach (var claim in spec.VolumeClaimTemplates)
        {
            claim.ApiVersion = "v1";
            claim.Kind = nameof(PersistentVolumeClaim);
            PersistentVolumeClaimDefaults.Apply(claim);
        }
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(StatefulSet set)
    {
        set.Status = new();
        set.Metadata.Generation = 1;
        DropDisabled(set.Spec);
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(StatefulSet set, StatefulSet old)
    {
        set.Status = old.Status;
        DropDisabled(set.Spec);
        set.Metadata.Generation = old.Metadata.Generation + (set.Spec.DeepEquals(old.Spec) ? 0 : 1);
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(StatefulSet set, StatefulSet old) => set.Spec = old.Spec;

    /// <inheritdoc/>
    protected override void Validate(StatefulSet set, FieldErrors errors) => StatefulSetValidation.Validate(set.Spec, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(StatefulSet set, StatefulSet old, FieldErrors errors) =>
        StatefulSetValidation.ValidateUpdate(set.Spec, old.Spec, errors);

    /// <inheritdoc/>
    protected override void ValidateStatusUpdate(StatefulSet set, StatefulSet old, FieldErrors errors)
    {
        var path = FieldPath.Of("status");
        var status = set.Status;
        errors.NonNegative(path.Child("replicas"), status.Replicas);
        errors.NonNegative(path.Child("readyReplicas"), status.ReadyReplicas);
        errors.NonNegative(path.Child("currentReplicas"), status.CurrentReplicas);
        errors.NonNegative(path.Child("updatedReplicas"), status.UpdatedReplicas);
        errors.NonNegative(path.Child("availableReplicas"), status.AvailableReplicas);
        errors.NonNegative(path.Child("observedGeneration"), status.ObservedGeneration);
        errors.NonNegative(path.Child("collisionCount"), status.CollisionCount);
        ReplicaCounts.NotMoreThan(status.ReadyReplicas, status.Replicas, path.Child("readyReplicas"), "status.replicas", errors);
        ReplicaCounts.NotMoreThan(status.CurrentReplicas, status.Replicas, path.Child("currentReplicas"), "status.replicas", errors);
        ReplicaCounts.NotMoreThan(status.UpdatedReplicas, status.Replicas, path.Child("updatedReplicas"), "status.replicas", errors);
        ReplicaCounts.NotMoreThan(status.AvailableReplicas, status.Replicas, path.Child("availableReplicas"), "status.replicas", errors);
        ReplicaCounts.NotMoreThan(status.AvailableReplicas, status.ReadyReplicas, path.Child("availableReplicas"), "status.readyReplicas", errors);
    }

    // MaxUnavailableStatefulSet is off by default upstream.
    private static void DropDisabled(StatefulSetSpec spec)
    {
        DisabledPodFields.Drop(spec.Template.Spec);
        if (spec.UpdateStrategy.RollingUpdate is { } rolling) rolling.MaxUnavailable = null;
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Warnings(StatefulSet set, StatefulSet? old)
    {
        var template = set.Spec.Template;
        return old is not null && template.DeepEquals(old.Spec.Template) ? [] : PodWarnings.Of(template.Spec, template.Metadata, Template, old is null);
    }
}
