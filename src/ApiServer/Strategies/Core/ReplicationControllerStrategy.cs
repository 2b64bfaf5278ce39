using System.Globalization;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Apps;
using Kybernet.ApiServer.Strategies.Pods;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Workloads;

namespace Kybernet.ApiServer.Strategies.Core;

/// <summary>ReplicationControllers.</summary>
internal sealed class ReplicationControllerStrategy : ResourceStrategy<ReplicationController>
{
    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> SelectableFields { get; } = ["status.replicas"];

    /// <inheritdoc/>
    protected override void Default(ReplicationController controller)
    {
        var spec = controller.Spec;
        spec.Replicas ??= 1;
        if (spec.Template is not { } template) return;
        if (!template.Metadata.Labels.IsNil)
        {
            if (spec.Selector.Count == 0) spec.Selector = new(template.Metadata.Labels);
            if (controller.Metadata.Labels.Count == 0) controller.Metadata.Labels = new(template.Metadata.Labels);
        }

        PodSpecDefaults.Apply(template);
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(ReplicationController controller)
    {
        controller.Status = new();
        controller.Metadata.Generation = 1;
        if (controller.Spec.Template is { } template) DisabledPodFields.Drop(template.Spec);
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(ReplicationController controller, ReplicationController old)
    {
        controller.Status = old.Status;
        if (controller.Spec.Template is { } template) DisabledPodFields.Drop(template.Spec);
        controller.Metadata.Generation = old.Metadata.Generation + (controller.Spec.DeepEquals(old.Spec) ? 0 : 1);
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(ReplicationController controller, ReplicationController old) => controller.Spec = old.Spec;

    /// <inheritdoc/>
    protected override void Validate(ReplicationController controller, FieldErrors errors) =>
        ReplicationControllerValidation.Validate(controller.Spec, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(ReplicationController controller, ReplicationController old, FieldErrors errors) =>
        ReplicationControllerValidation.Validate(controller.Spec, errors);

    /// <inheritdoc/>
    protected override void ValidateStatusUpdate(ReplicationController controller, ReplicationController old, FieldErrors errors)
    {
        var path = FieldPath.Of("status");
        var status = controller.Status;
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
    protected override string? SelectableField(ReplicationController controller, string path) =>
        path == "status.replicas" ? controller.Status.Replicas.ToString(CultureInfo.InvariantCulture) : null;
}
