using Kybernet.Api;
using Kybernet.Api.Autoscaling.V2;

namespace Kybernet.ApiServer.Validation.Autoscaling;

/// <summary>HorizontalPodAutoscalers.</summary>
internal static class HpaValidation
{
    private const int MaxWindowSeconds = 3600;
    private const int MaxPeriodSeconds = 1800;

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a spec.</summary>
    public static void Validate(HorizontalPodAutoscalerSpec spec, FieldErrors errors)
    {
        if (spec.MinReplicas < 1) errors.Invalid(Spec.Child("minReplicas"), spec.MinReplicas, "must be greater than or equal to 1");
        var most = Spec.Child("maxReplicas");
        if (spec.MaxReplicas == 0) errors.Required(most, "must be set and greater than 0");
        else if (spec.MaxReplicas < 1) errors.Invalid(most, spec.MaxReplicas, "must be greater than or equal to 1");
        if (spec.MaxReplicas < spec.MinReplicas) errors.Invalid(most, spec.MaxReplicas, "must be greater than or equal to `minReplicas`");
        ValidateReference(spec.ScaleTargetRef, allowNoGroup: false, Spec.Child("scaleTargetRef"), errors);
        for (var i = 0; i < spec.Metrics.Count; i++) MetricValidation.Validate(spec.Metrics[i], Spec.Child("metrics").Index(i), errors);
        if (spec.Behavior is not { } behavior) return;
        ValidateRules(behavior.ScaleUp, Spec.Child("behavior").Child("scaleUp"), errors);
        ValidateRules(behavior.ScaleDown, Spec.Child("behavior").Child("scaleDown"), errors);
    }

    /// <summary>Judges a reference to what is scaled or measured.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="allowNoGroup">Whether it may be of the old group, or say none: what is measured may, what is scaled has to be scalable.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="errors">Where to tell.</param>
    public static void ValidateReference(CrossVersionObjectReference reference, bool allowNoGroup, FieldPath path, FieldErrors errors)
    {
        Segment(reference.Kind, path.Child("kind"), errors);
        Segment(reference.Name, path.Child("name"), errors);
        if (ApiVersionError(reference, allowNoGroup) is { } wrong) errors.Invalid(path.Child("apiVersion"), reference.ApiVersion, wrong);
    }

    private static string? ApiVersionError(CrossVersionObjectReference reference, bool allowNoGroup)
    {
        if (reference.ApiVersion.AsSpan().Count('/') > 1) return $"unexpected GroupVersion string: {reference.ApiVersion}";
        var grouped = reference.ApiVersion.Contains('/');
        // The one kind of the old group that can be scaled.
        return allowNoGroup || grouped || reference is { Kind: "ReplicationController", ApiVersion: "v1" } ? null : "apiVersion must specify API group";
    }

    private static void Segment(string value, FieldPath path, FieldErrors errors)
    {
        if (value.Length == 0) errors.Required(path);
        else errors.Invalid(path, value, NameRules.PathSegment(value, prefix: false));
    }

    private static void ValidateRules(HPAScalingRules? rules, FieldPath path, FieldErrors errors)
    {
        if (rules is null) return;
        var window = path.Child("stabilizationWindowSeconds");
        if (rules.StabilizationWindowSeconds < 0) errors.Invalid(window, rules.StabilizationWindowSeconds, "must be greater than or equal to zero");
        if (rules.StabilizationWindowSeconds > MaxWindowSeconds) errors.Invalid(window, rules.StabilizationWindowSeconds, $"must be less than or equal to {MaxWindowSeconds}");
        if (rules.SelectPolicy is { } select) errors.OneOf(path.Child("selectPolicy"), select, "Disabled", "Max", "Min");
        if (rules.Policies.Count == 0) errors.Required(path.Child("policies"), "must specify at least one Policy");
        for (var i = 0; i < rules.Policies.Count; i++)
        {
            var policy = rules.Policies[i];
            var at = path.Child("policies").Index(i);
            errors.OneOf(at.Child("type"), policy.Type, "Percent", "Pods");
            if (policy.Value <= 0) errors.Invalid(at.Child("value"), policy.Value, "must be greater than zero");
            if (policy.PeriodSeconds <= 0) errors.Invalid(at.Child("periodSeconds"), policy.PeriodSeconds, "must be greater than zero");
            if (policy.PeriodSeconds > MaxPeriodSeconds) errors.Invalid(at.Child("periodSeconds"), policy.PeriodSeconds, $"must be less than or equal to {MaxPeriodSeconds}");
        }

        if (rules.Tolerance is { } tolerance) errors.NonNegative(path.Child("tolerance"), tolerance);
    }
}
