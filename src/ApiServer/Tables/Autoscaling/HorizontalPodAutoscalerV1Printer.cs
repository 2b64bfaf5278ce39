using System.Globalization;
using Kybernet.Api;
using Kybernet.Api.Autoscaling.V1;
using Kybernet.Api.Json;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Tables;

/// <summary>Prints autoscalers of autoscaling/v1, which has a field for the CPU and carries other metrics in annotations.</summary>
internal sealed class HorizontalPodAutoscalerV1Printer : TablePrinter<HorizontalPodAutoscaler>
{
    private const string MetricsAnnotation = "autoscaling.alpha.kubernetes.io/metrics";
    private const string CurrentAnnotation = "autoscaling.alpha.kubernetes.io/current-metrics";

    protected override void Print(HorizontalPodAutoscaler obj, DateTimeOffset now, TableRow row) => row.Add(
        obj.Metadata.Name,
        $"{obj.Spec.ScaleTargetRef.Kind}/{obj.Spec.ScaleTargetRef.Name}",
        MetricCells.Targets(Metrics(obj)),
        obj.Spec.MinReplicas?.ToString(CultureInfo.InvariantCulture) ?? CellText.Unset,
        obj.Spec.MaxReplicas,
        obj.Status.CurrentReplicas,
        CellText.Age(obj, now));

    // The CPU comes after the annotated metrics, in what is wanted and in what is.
    private static List<string> Metrics(HorizontalPodAutoscaler autoscaler)
    {
        var specs = Annotated<MetricSpec>(autoscaler, MetricsAnnotation);
        var statuses = Annotated<MetricStatus>(autoscaler, CurrentAnnotation);
        if (autoscaler.Spec.TargetCPUUtilizationPercentage is { } target)
        {
            specs.Add(new() { Type = "Resource", Resource = new() { Name = "cpu", TargetAverageUtilization = target } });
        }

        if (autoscaler.Status.CurrentCPUUtilizationPercentage is { } current)
        {
            statuses.Add(new() { Type = "Resource", Resource = new() { Name = "cpu", CurrentAverageUtilization = current } });
        }

        return [.. specs.Select((m, i) => Metric(m, statuses.ElementAtOrDefault(i)))];
    }

    private static string Metric(MetricSpec spec, MetricStatus? status) => spec switch
    {
        { Type: "External", External.TargetAverageValue: { } average } =>
            MetricCells.Amount(status?.External?.CurrentAverageValue?.ToString(), average.ToString()) + " (avg)",
        { Type: "External", External: { } external } =>
            MetricCells.Amount(status?.External?.CurrentValue.ToString(), external.TargetValue?.ToString()),
        { Type: "Object", Object.AverageValue: { } average } =>
            MetricCells.Amount(status?.Object?.AverageValue?.ToString(), average.ToString()) + " (avg)",
        { Type: "Object", Object: { } obj } => MetricCells.Amount(status?.Object?.CurrentValue.ToString(), obj.TargetValue.ToString()),
        { Type: "Pods", Pods: { } pods } =>
            MetricCells.Amount(status?.Pods?.CurrentAverageValue.ToString(), pods.TargetAverageValue.ToString()),
        { Type: "Resource", Resource: { TargetAverageValue: { } average } resource } =>
            MetricCells.Amount(status?.Resource?.CurrentAverageValue.ToString(), average.ToString(), resource.Name),
        { Type: "Resource", Resource: { } resource } =>
            MetricCells.Utilization(resource.Name, status?.Resource?.CurrentAverageUtilization, resource.TargetAverageUtilization),
        { Type: "ContainerResource", ContainerResource: { TargetAverageValue: { } average } container } =>
            MetricCells.Amount(status?.ContainerResource?.CurrentAverageValue.ToString(), average.ToString(), container.Name),
        { Type: "ContainerResource", ContainerResource: { } container } => MetricCells.Utilization(
            container.Name, status?.ContainerResource?.CurrentAverageUtilization, container.TargetAverageUtilization),
        _ => MetricCells.UnknownType,
    };

    // Anybody may write an annotation: one that cannot be read says nothing, as upstream has it.
    private static List<T> Annotated<T>(KubeObject obj, string annotation) where T : ApiType, new()
    {
        if (!obj.Metadata.Annotations.TryGetValue(annotation, out var text)) return [];
        try
        {
            return [.. JsonValue.Parse(text).ArrayOrNull?.Select(m => KubeCodec.Decode<T>(m.Encode())) ?? []];
        }
        catch (Exception e) when (e is FormatException or JsonDecodeException)
        {
            return [];
        }
    }
}
