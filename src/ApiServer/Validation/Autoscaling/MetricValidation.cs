using Kybernet.Api.Autoscaling.V2;

namespace Kybernet.ApiServer.Validation.Autoscaling;

/// <summary>What an autoscaler measures.</summary>
internal static class MetricValidation
{
    private const string NotPopulated = "must populate information for the given metric source";

    /// <summary>Judges one metric.</summary>
    public static void Validate(MetricSpec metric, FieldPath path, FieldErrors errors)
    {
        if (metric.Type.Length == 0) errors.Required(path.Child("type"), "must specify a metric source type");
        errors.OneOf(path.Child("type"), metric.Type, "ContainerResource", "External", "Object", "Pods", "Resource");

        // Only the first source is looked into.
        List<string> present = [];
        bool First(string source)
        {
            present.Add(source);
            return present.Count == 1;
        }

        if (metric.Object is { } source && First("object")) Validate(source, path.Child("object"), errors);
        if (metric.External is { } external && First("external")) Validate(external, path.Child("external"), errors);
        if (metric.Pods is { } pods && First("pods")) Validate(pods, path.Child("pods"), errors);
        if (metric.Resource is { } resource && First("resource")) ValidateResource(resource.Name, resource.Target, path.Child("resource"), errors);
        if (metric.ContainerResource is { } container && First("containerResource"))
        {
            if (container.Container.Length == 0) errors.Required(path.Child("containerResource").Child("container"), "must specify a container");
            ValidateResource(container.Name, container.Target, path.Child("containerResource"), errors);
        }

        var expected = metric.Type switch
        {
            "Object" => "object",
            "External" => "external",
            "Pods" => "pods",
            "Resource" => "resource",
            "ContainerResource" => "containerResource",
            _ => "",
        };
        // Upstream says it here once more.
        if (expected.Length == 0) errors.OneOf(path.Child("type"), metric.Type, "ContainerResource", "External", "Object", "Pods", "Resource");
        if (expected.Length > 0 && !present.Contains(expected)) errors.Required(path.Child(expected), NotPopulated);
        if (present.Count == 1) return;
        foreach (var extra in present.Where(p => p != expected)) errors.Forbidden(path.Child(extra), "must populate the given metric source only");
    }

    private static void Validate(ObjectMetricSource source, FieldPath path, FieldErrors errors)
    {
        HpaValidation.ValidateReference(source.DescribedObject, allowNoGroup: true, path.Child("describedObject"), errors);
        Validate(source.Metric, path.Child("metric"), errors);
        Validate(source.Target, path.Child("target"), errors);
        if (source.Target is { Value: null, AverageValue: null })
        {
            errors.Required(path.Child("target").Child("averageValue"), "must set either a target value or averageValue");
        }
    }

    private static void Validate(ExternalMetricSource source, FieldPath path, FieldErrors errors)
    {
        Validate(source.Metric, path.Child("metric"), errors);
        Validate(source.Target, path.Child("target"), errors);
        var target = path.Child("target");
        if (source.Target is { Value: null, AverageValue: null }) errors.Required(target.Child("averageValue"), "must set either a target value for metric or a per-pod target");
        if (source.Target is { Value: not null, AverageValue: not null }) errors.Forbidden(target.Child("value"), "may not set both a target value for metric and a per-pod target");
    }

    private static void Validate(PodsMetricSource source, FieldPath path, FieldErrors errors)
    {
        Validate(source.Metric, path.Child("metric"), errors);
        Validate(source.Target, path.Child("target"), errors);
        if (source.Target.AverageValue is not { Sign: > 0 }) errors.Required(path.Child("target").Child("averageValue"), "must specify a positive target averageValue");
    }

    private static void ValidateResource(string name, MetricTarget target, FieldPath path, FieldErrors errors)
    {
        if (name.Length == 0) errors.Required(path.Child("name"), "must specify a resource name");
        var at = path.Child("target");
        Validate(target, at, errors);
        if (target is { AverageUtilization: null, AverageValue: null }) errors.Required(at.Child("averageUtilization"), "must set either a target raw value or a target utilization");
        if (target is { AverageUtilization: not null, AverageValue: not null }) errors.Forbidden(at.Child("averageValue"), "may not set both a target raw value and a target utilization");
    }

    private static void Validate(MetricIdentifier metric, FieldPath path, FieldErrors errors)
    {
        if (metric.Name.Length == 0) errors.Required(path.Child("name"), "must specify a metric name");
        else errors.Invalid(path.Child("name"), metric.Name, NameRules.PathSegment(metric.Name, prefix: false));
    }

    private static void Validate(MetricTarget target, FieldPath path, FieldErrors errors)
    {
        if (target.Type.Length == 0) errors.Required(path.Child("type"), "must specify a metric target type");
        if (target.Type is not ("Utilization" or "Value" or "AverageValue"))
        {
            errors.Invalid(path.Child("type"), target.Type, "must be either Utilization, Value, or AverageValue");
        }

        if (target.Value is { Sign: <= 0 } value) errors.Invalid(path.Child("value"), value, "must be positive");
        if (target.AverageValue is { Sign: <= 0 } average) errors.Invalid(path.Child("averageValue"), average, "must be positive");
        if (target.AverageUtilization < 1) errors.Invalid(path.Child("averageUtilization"), target.AverageUtilization, "must be greater than 0");
    }
}
