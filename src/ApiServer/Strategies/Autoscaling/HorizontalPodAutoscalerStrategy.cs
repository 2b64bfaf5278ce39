using Kybernet.Api.Autoscaling.V2;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Autoscaling;

namespace Kybernet.ApiServer.Strategies.Autoscaling;

/// <summary>HorizontalPodAutoscalers, as v2 knows them; v1's are stored so.</summary>
internal sealed class HorizontalPodAutoscalerStrategy : ResourceStrategy<HorizontalPodAutoscaler>
{
    /// <inheritdoc/>
    protected override void Default(HorizontalPodAutoscaler scaler) => HpaDefaults.Apply(scaler.Spec);

    /// <inheritdoc/>
    protected override void PrepareForCreate(HorizontalPodAutoscaler scaler) => scaler.Status = new();

    /// <inheritdoc/>
    protected override void PrepareForUpdate(HorizontalPodAutoscaler scaler, HorizontalPodAutoscaler old) => scaler.Status = old.Status;

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(HorizontalPodAutoscaler scaler, HorizontalPodAutoscaler old) => scaler.Spec = old.Spec;

    /// <inheritdoc/>
    protected override void Validate(HorizontalPodAutoscaler scaler, FieldErrors errors) => HpaValidation.Validate(scaler.Spec, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(HorizontalPodAutoscaler scaler, HorizontalPodAutoscaler old, FieldErrors errors) =>
        HpaValidation.Validate(scaler.Spec, errors);

    /// <inheritdoc/>
    protected override void ValidateStatusUpdate(HorizontalPodAutoscaler scaler, HorizontalPodAutoscaler old, FieldErrors errors)
    {
        var path = FieldPath.Of("status");
        errors.NonNegative(path.Child("currentReplicas"), scaler.Status.CurrentReplicas);
        errors.NonNegative(path.Child("desiredReplicas"), scaler.Status.DesiredReplicas);
    }
}
