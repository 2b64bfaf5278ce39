using Kybernet.Api.Autoscaling.V1;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Strategies.Autoscaling;

/// <summary>
/// What v1 fills in of HorizontalPodAutoscalers. They are judged as v2 has them, and get their metric when they are turned into
/// that: only with the annotations is it known whether there is one.
/// </summary>
internal sealed class HorizontalPodAutoscalerV1Strategy : ResourceStrategy<HorizontalPodAutoscaler>
{
    /// <inheritdoc/>
    protected override void Default(HorizontalPodAutoscaler scaler) => scaler.Spec.MinReplicas ??= 1;
}
