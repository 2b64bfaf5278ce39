using System.Globalization;
using Kybernet.Api.Autoscaling.V2;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

/// <summary>Prints autoscalers of autoscaling/v2.</summary>
internal sealed class HorizontalPodAutoscalerPrinter : TablePrinter<HorizontalPodAutoscaler>
{
    protected override void Print(HorizontalPodAutoscaler obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        $"{obj.Spec.ScaleTargetRef.Kind}/{obj.Spec.ScaleTargetRef.Name}",
        MetricCells.Targets([.. obj.Spec.Metrics.Select((m, i) => Metric(m, obj.Status.CurrentMetrics.ElementAtOrDefault(i)))]),
        obj.Spec.MinReplicas?.ToString(CultureInfo.InvariantCulture) ?? CellText.Unset,
        obj.Spec.MaxReplicas,
        obj.Status.CurrentReplicas,
        CellText.Age(obj, now));

    // The present values are found by their place in the list, as upstream does.
    private static string Metric(MetricSpec spec, MetricStatus? status) => spec switch
    {
        { Type: "External", External: { } external } => AverageOrValue(external.Target, status?.External?.Current),
        { Type: "Object", Object: { } obj } => AverageOrValue(obj.Target, status?.Object?.Current),
        { Type: "Pods", Pods: { } pods } =>
            MetricCells.Amount(status?.Pods?.Current.AverageValue?.ToString(), pods.Target.AverageValue?.ToString()),
        { Type: "Resource", Resource: { } resource } => OfRequest(resource.Name, resource.Target, status?.Resource?.Current),
        { Type: "ContainerResource", ContainerResource: { } container } =>
            OfRequest(container.Name, container.Target, status?.ContainerResource?.Current),
        _ => MetricCells.UnknownType,
    };

    private static string AverageOrValue(MetricTarget target, MetricValueStatus? current) => target.AverageValue is { } average
        ? MetricCells.Amount(current?.AverageValue?.ToString(), average.ToString()) + " (avg)"
        : MetricCells.Amount(current?.Value?.ToString(), target.Value?.ToString());

    private static string OfRequest(string name, MetricTarget target, MetricValueStatus? current) => target.AverageValue is { } average
        ? MetricCells.Amount(current?.AverageValue?.ToString(), average.ToString(), name)
        : MetricCells.Utilization(name, current?.AverageUtilization, target.AverageUtilization);
}
