using Kybernet.Api.Autoscaling.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Autoscaling;

namespace Kybernet.ApiServer.Strategies.Autoscaling;

/// <summary>HorizontalPodAutoscalers as v1 knows them. What they say is judged as v2 would say it.</summary>
internal sealed class HorizontalPodAutoscalerV1Strategy : ResourceStrategy<HorizontalPodAutoscaler>
{
    /// <inheritdoc/>
    protected override void Default(HorizontalPodAutoscaler scaler) => scaler.Spec.MinReplicas ??= 1;

    /// <inheritdoc/>
    protected override void PrepareForCreate(HorizontalPodAutoscaler scaler) => scaler.Status = new();

    /// <inheritdoc/>
    protected override void PrepareForUpdate(HorizontalPodAutoscaler scaler, HorizontalPodAutoscaler old) => scaler.Status = old.Status;

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(HorizontalPodAutoscaler scaler, HorizontalPodAutoscaler old) => scaler.Spec = old.Spec;

    /// <inheritdoc/>
    protected override void Validate(HorizontalPodAutoscaler scaler, FieldErrors errors) => HpaValidation.Validate(AsV2(scaler.Spec), errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(HorizontalPodAutoscaler scaler, HorizontalPodAutoscaler old, FieldErrors errors) =>
        HpaValidation.Validate(AsV2(scaler.Spec), errors);

    /// <inheritdoc/>
    protected override void ValidateStatusUpdate(HorizontalPodAutoscaler scaler, HorizontalPodAutoscaler old, FieldErrors errors)
    {
        var path = FieldPath.Of("status");
        errors.NonNegative(path.Child("currentReplicas"), scaler.Status.CurrentReplicas);
        errors.NonNegative(path.Child("desiredReplicas"), scaler.Status.DesiredReplicas);
    }

    private static Api.Autoscaling.V2.HorizontalPodAutoscalerSpec AsV2(HorizontalPodAutoscalerSpec spec) => new()
    {
        MinReplicas = spec.MinReplicas,
        MaxReplicas = spec.MaxReplicas,
        ScaleTargetRef = new() { Kind = spec.ScaleTargetRef.Kind, Name = spec.ScaleTargetRef.Name, ApiVersion = spec.ScaleTargetRef.ApiVersion },
        Metrics = [HpaDefaults.Cpu(spec.TargetCPUUtilizationPercentage ?? HpaDefaults.CpuUtilization)],
    };
}
