using Kybernet.Api;
using V1 = Kybernet.Api.Autoscaling.V1;
using V2 = Kybernet.Api.Autoscaling.V2;

namespace Kybernet.ApiServer.Strategies.Autoscaling;

/// <summary>
/// Metrics as the annotations of v1 have them and as v2 does: the same, but v1 spells targets out where v2 has one form for
/// all. What v1 must say and v2 does not is zero there. The results share parts with what they are made of.
/// </summary>
internal static class HpaMetrics
{
    /// <summary>A metric and its target.</summary>
    public static V2.MetricSpec ToV2(V1.MetricSpec from) => new()
    {
        Type = from.Type,
        Object = from.Object is { } obj
            ? new()
            {
                DescribedObject = ToV2(obj.Target),
                Metric = new() { Name = obj.MetricName, Selector = obj.Selector },
                Target = new() { Type = obj.AverageValue is null ? "Value" : "AverageValue", Value = obj.TargetValue, AverageValue = obj.AverageValue },
            }
            : null,
        Pods = from.Pods is { } pods
            ? new() { Metric = new() { Name = pods.MetricName, Selector = pods.Selector }, Target = new() { Type = "AverageValue", AverageValue = pods.TargetAverageValue } }
            : null,
        Resource = from.Resource is { } resource
            ? new() { Name = resource.Name, Target = OfRequest(resource.TargetAverageUtilization, resource.TargetAverageValue) }
            : null,
        ContainerResource = from.ContainerResource is { } container
            ? new() { Name = container.Name, Container = container.Container, Target = OfRequest(container.TargetAverageUtilization, container.TargetAverageValue) }
            : null,
        External = from.External is { } external
            ? new()
            {
                Metric = new() { Name = external.MetricName, Selector = external.MetricSelector },
                Target = new() { Type = external.TargetValue is null ? "AverageValue" : "Value", Value = external.TargetValue, AverageValue = external.TargetAverageValue },
            }
            : null,
    };

    /// <inheritdoc cref="ToV2(V1.MetricSpec)"/>
    public static V1.MetricSpec ToV1(V2.MetricSpec from) => new()
    {
        Type = from.Type,
        Object = from.Object is { } obj
            ? new()
            {
                Target = ToV1(obj.DescribedObject),
                MetricName = obj.Metric.Name,
                Selector = obj.Metric.Selector,
                TargetValue = obj.Target.Value ?? Quantity.Zero,
                AverageValue = obj.Target.AverageValue,
            }
            : null,
        Pods = from.Pods is { } pods
            ? new() { MetricName = pods.Metric.Name, Selector = pods.Metric.Selector, TargetAverageValue = pods.Target.AverageValue ?? Quantity.Zero }
            : null,
        Resource = from.Resource is { } resource
            ? new() { Name = resource.Name, TargetAverageUtilization = resource.Target.AverageUtilization, TargetAverageValue = resource.Target.AverageValue }
            : null,
        ContainerResource = from.ContainerResource is { } container
            ? new()
            {
                Name = container.Name,
                Container = container.Container,
                TargetAverageUtilization = container.Target.AverageUtilization,
                TargetAverageValue = container.Target.AverageValue,
            }
            : null,
        External = from.External is { } external
            ? new()
            {
                MetricName = external.Metric.Name,
                MetricSelector = external.Metric.Selector,
                TargetValue = external.Target.Value,
                TargetAverageValue = external.Target.AverageValue,
            }
            : null,
    };

    /// <summary>What a metric was last seen at.</summary>
    public static V2.MetricStatus ToV2(V1.MetricStatus from) => new()
    {
        Type = from.Type,
        Object = from.Object is { } obj
            ? new()
            {
                DescribedObject = ToV2(obj.Target),
                Metric = new() { Name = obj.MetricName, Selector = obj.Selector },
                Current = new() { Value = obj.CurrentValue, AverageValue = obj.AverageValue },
            }
            : null,
        Pods = from.Pods is { } pods
            ? new() { Metric = new() { Name = pods.MetricName, Selector = pods.Selector }, Current = new() { AverageValue = pods.CurrentAverageValue } }
            : null,
        Resource = from.Resource is { } resource
            ? new() { Name = resource.Name, Current = new() { AverageUtilization = resource.CurrentAverageUtilization, AverageValue = resource.CurrentAverageValue } }
            : null,
        ContainerResource = from.ContainerResource is { } container
            ? new()
            {
                Name = container.Name,
                Container = container.Container,
                Current = new() { AverageUtilization = container.CurrentAverageUtilization, AverageValue = container.CurrentAverageValue },
            }
            : null,
        External = from.External is { } external
            ? new()
            {
                Metric = new() { Name = external.MetricName, Selector = external.MetricSelector },
                Current = new() { Value = external.CurrentValue, AverageValue = external.CurrentAverageValue },
            }
            : null,
    };

    /// <inheritdoc cref="ToV2(V1.MetricStatus)"/>
    public static V1.MetricStatus ToV1(V2.MetricStatus from) => new()
    {
        Type = from.Type,
        Object = from.Object is { } obj
            ? new()
            {
                Target = ToV1(obj.DescribedObject),
                MetricName = obj.Metric.Name,
                Selector = obj.Metric.Selector,
                CurrentValue = obj.Current.Value ?? Quantity.Zero,
                AverageValue = obj.Current.AverageValue,
            }
            : null,
        Pods = from.Pods is { } pods
            ? new() { MetricName = pods.Metric.Name, Selector = pods.Metric.Selector, CurrentAverageValue = pods.Current.AverageValue ?? Quantity.Zero }
            : null,
        Resource = from.Resource is { } resource
            ? new() { Name = resource.Name, CurrentAverageUtilization = resource.Current.AverageUtilization, CurrentAverageValue = resource.Current.AverageValue ?? Quantity.Zero }
            : null,
        ContainerResource = from.ContainerResource is { } container
            ? new()
            {
                Name = container.Name,
                Container = container.Container,
                CurrentAverageUtilization = container.Current.AverageUtilization,
                CurrentAverageValue = container.Current.AverageValue ?? Quantity.Zero,
            }
            : null,
        External = from.External is { } external
            ? new()
            {
                MetricName = external.Metric.Name,
                MetricSelector = external.Metric.Selector,
                CurrentValue = external.Current.Value ?? Quantity.Zero,
                CurrentAverageValue = external.Current.AverageValue,
            }
            : null,
    };

    /// <summary>A reference to an object.</summary>
    public static V2.CrossVersionObjectReference ToV2(V1.CrossVersionObjectReference from) => new() { Kind = from.Kind, Name = from.Name, ApiVersion = from.ApiVersion };

    /// <inheritdoc cref="ToV2(V1.CrossVersionObjectReference)"/>
    public static V1.CrossVersionObjectReference ToV1(V2.CrossVersionObjectReference from) => new() { Kind = from.Kind, Name = from.Name, ApiVersion = from.ApiVersion };

    private static V2.MetricTarget OfRequest(int? utilization, Quantity? average) =>
        new() { Type = utilization is null ? "AverageValue" : "Utilization", AverageUtilization = utilization, AverageValue = average };
}
