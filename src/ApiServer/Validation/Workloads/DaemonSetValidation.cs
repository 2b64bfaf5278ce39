using Kybernet.Api;
using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Validation.Workloads;

/// <summary>DaemonSets.</summary>
internal static class DaemonSetValidation
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a spec.</summary>
    public static void Validate(DaemonSetSpec spec, FieldErrors errors)
    {
        var template = Spec.Child("template");
        LabelSelectorValidation.Validate(spec.Selector, Spec.Child("selector"), errors);
        if (WorkloadSelector.Compile(spec.Selector) is { } query) WorkloadSelector.MatchesTemplate(query, spec.Template, template, errors);
        if (WorkloadSelector.IsEmpty(spec.Selector)) errors.Invalid(Spec.Child("selector"), spec.Selector, "empty selector is invalid for daemonset");
        PodTemplateValidation.Validate(spec.Template, template, errors);
        WorkloadSelector.LivesOn(spec.Template, "DaemonSet", template, errors);
        errors.NonNegative(Spec.Child("minReadySeconds"), spec.MinReadySeconds);
        ValidateStrategy(spec.UpdateStrategy, Spec.Child("updateStrategy"), errors);
        errors.NonNegative(Spec.Child("revisionHistoryLimit"), spec.RevisionHistoryLimit);
    }

    private static void ValidateStrategy(DaemonSetUpdateStrategy strategy, FieldPath path, FieldErrors errors)
    {
        switch (strategy.Type)
        {
            case "OnDelete":
                break;
            case "RollingUpdate":
                if (strategy.RollingUpdate is null) errors.Required(path.Child("rollingUpdate"));
                else ValidateRolling(strategy.RollingUpdate, path.Child("rollingUpdate"), errors);
                break;
            default:
                errors.NotSupported(path, strategy, "RollingUpdate", "OnDelete");
                break;
        }
    }

    private static void ValidateRolling(RollingUpdateDaemonSet rolling, FieldPath path, FieldErrors errors)
    {
        var unavailable = rolling.MaxUnavailable ?? default;
        var surge = rolling.MaxSurge ?? default;
        foreach (var (value, field) in new[] { (unavailable, "maxUnavailable"), (surge, "maxSurge") })
        {
            RollingUpdateRules.CountOrPercent(value, path.Child(field), errors);
            RollingUpdateRules.AtMostAll(value, path.Child(field), errors);
        }

        switch (RollingUpdateRules.NumberOf(unavailable) != 0, RollingUpdateRules.NumberOf(surge) != 0)
        {
            case (true, true):
                errors.Invalid(path.Child("maxSurge"), surge, "may not be set when maxUnavailable is non-zero");
                break;
            case (false, false):
                errors.Required(path.Child("maxUnavailable"), "cannot be 0 when maxSurge is 0");
                break;
        }
    }
}
