using Kybernet.Api;
using Kybernet.ApiServer.Registry;
using V1 = Kybernet.Api.Autoscaling.V1;
using V2 = Kybernet.Api.Autoscaling.V2;

namespace Kybernet.ApiServer.Strategies.Autoscaling;

/// <summary>
/// Autoscalers of autoscaling/v1, stored as v2. What v1 has no fields for it carries in annotations, which v2 does not show:
/// all metrics but the use of CPU in percent, what was last seen of any metric, conditions, and behaviour.
/// </summary>
internal sealed class HorizontalPodAutoscalerConverter : IConverter
{
    /// <inheritdoc/>
    public KubeObject ToStored(KubeObject served)
    {
        var from = (V1.HorizontalPodAutoscaler)served.Clone();
        V2.HorizontalPodAutoscaler to = new()
        {
            Metadata = from.Metadata,
            Spec = { ScaleTargetRef = HpaMetrics.ToV2(from.Spec.ScaleTargetRef), MinReplicas = from.Spec.MinReplicas, MaxReplicas = from.Spec.MaxReplicas },
            Status =
            {
                ObservedGeneration = from.Status.ObservedGeneration,
                LastScaleTime = from.Status.LastScaleTime,
                CurrentReplicas = from.Status.CurrentReplicas,
                DesiredReplicas = from.Status.DesiredReplicas,
            },
        };

        HpaAnnotations.TakeFrom(to);
        if (from.Spec.TargetCPUUtilizationPercentage is { } target) to.Spec.Metrics.Add(HpaDefaults.Cpu(target));
        // Here and not with the defaults, as upstream has it: who converts the fields of one manager gets it too.
        if (to.Spec.Metrics.Count == 0) to.Spec.Metrics.Add(HpaDefaults.Cpu(HpaDefaults.CpuUtilization));
        // The annotation says more than the field.
        if (to.Status.CurrentMetrics.IsNil && from.Status.CurrentCPUUtilizationPercentage is { } current)
        {
            to.Status.CurrentMetrics.Add(new() { Type = "Resource", Resource = new() { Name = "cpu", Current = { AverageUtilization = current } } });
        }

        return to;
    }

    /// <inheritdoc/>
    public KubeObject FromStored(KubeObject stored)
    {
        var from = (V2.HorizontalPodAutoscaler)stored.Clone();
        V1.HorizontalPodAutoscaler to = new()
        {
            Metadata = from.Metadata,
            Spec =
            {
                ScaleTargetRef = HpaMetrics.ToV1(from.Spec.ScaleTargetRef),
                MinReplicas = from.Spec.MinReplicas,
                MaxReplicas = from.Spec.MaxReplicas,
                TargetCPUUtilizationPercentage = from.Spec.Metrics.FirstOrDefault(IsCpu)?.Resource!.Target.AverageUtilization,
            },
            Status =
            {
                ObservedGeneration = from.Status.ObservedGeneration,
                LastScaleTime = from.Status.LastScaleTime,
                CurrentReplicas = from.Status.CurrentReplicas,
                DesiredReplicas = from.Status.DesiredReplicas,
                CurrentCPUUtilizationPercentage = from.Status.CurrentMetrics.LastOrDefault(IsCpu)?.Resource!.Current.AverageUtilization,
            },
        };
        HpaAnnotations.Put(to.Metadata, from);
        return to;
    }

    private static bool IsCpu(V2.MetricSpec metric) => metric is { Type: "Resource", Resource.Name: "cpu" };

    private static bool IsCpu(V2.MetricStatus metric) =>
        metric is { Type: "Resource", Resource: { Name: "cpu", Current.AverageUtilization: not null } };
}
