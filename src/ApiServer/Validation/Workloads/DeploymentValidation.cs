using Kybernet.Api;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Validation.Workloads;

/// <summary>Deployments and ReplicaSets.</summary>
internal static class DeploymentValidation
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a Deployment's spec.</summary>
    public static void Validate(DeploymentSpec spec, FieldErrors errors)
    {
        errors.NonNegative(Spec.Child("replicas"), spec.Replicas);
        ValidateSelectorAndTemplate(spec.Selector, spec.Template, errors);
        ValidateStrategy(spec.Strategy, Spec.Child("strategy"), errors);
        errors.NonNegative(Spec.Child("minReadySeconds"), spec.MinReadySeconds);
        errors.NonNegative(Spec.Child("revisionHistoryLimit"), spec.RevisionHistoryLimit);
        if (spec.ProgressDeadlineSeconds is not { } deadline) return;
        errors.NonNegative(Spec.Child("progressDeadlineSeconds"), deadline);
        if (deadline <= spec.MinReadySeconds) errors.Invalid(Spec.Child("progressDeadlineSeconds"), deadline, "must be greater than minReadySeconds");
    }

    /// <summary>Judges a ReplicaSet's spec.</summary>
    public static void Validate(ReplicaSetSpec spec, FieldErrors errors)
    {
        errors.NonNegative(Spec.Child("replicas"), spec.Replicas);
        errors.NonNegative(Spec.Child("minReadySeconds"), spec.MinReadySeconds);
        ValidateSelectorAndTemplate(spec.Selector, spec.Template, errors);
    }

    private static void ValidateSelectorAndTemplate(LabelSelector? selector, PodTemplateSpec template, FieldErrors errors)
    {
        if (selector is null) errors.Required(Spec.Child("selector"));
        else LabelSelectorValidation.Validate(selector, Spec.Child("selector"), errors);
        if (WorkloadSelector.IsEmpty(selector)) errors.Invalid(Spec.Child("selector"), selector, "empty selector is invalid for deployment");

        if (WorkloadSelector.Compile(selector) is not { } query)
        {
            errors.Invalid(Spec.Child("selector"), selector, "invalid label selector");
            return;
        }

        var path = Spec.Child("template");
        WorkloadSelector.MatchesTemplate(query, template, path, errors);
        PodTemplateValidation.Validate(template, path, errors);
        WorkloadSelector.LivesOn(template, "ReplicaSet", path, errors);
    }

    private static void ValidateStrategy(DeploymentStrategy strategy, FieldPath path, FieldErrors errors)
    {
        var rolling = path.Child("rollingUpdate");
        switch (strategy.Type)
        {
            case "Recreate":
                if (strategy.RollingUpdate is not null) errors.Forbidden(rolling, "may not be specified when strategy `type` is 'Recreate'");
                break;
            case "RollingUpdate":
                if (strategy.RollingUpdate is null) errors.Required(rolling, "this should be defaulted and never be nil");
                else ValidateRolling(strategy.RollingUpdate, rolling, errors);
                break;
            default:
                errors.NotSupported(path, strategy, "Recreate", "RollingUpdate");
                break;
        }
    }

    private static void ValidateRolling(RollingUpdateDeployment rolling, FieldPath path, FieldErrors errors)
    {
        var unavailable = rolling.MaxUnavailable ?? default;
        var surge = rolling.MaxSurge ?? default;
        RollingUpdateRules.CountOrPercent(unavailable, path.Child("maxUnavailable"), errors);
        RollingUpdateRules.CountOrPercent(surge, path.Child("maxSurge"), errors);
        if (RollingUpdateRules.NumberOf(unavailable) == 0 && RollingUpdateRules.NumberOf(surge) == 0)
        {
            errors.Invalid(path.Child("maxUnavailable"), unavailable, "may not be 0 when `maxSurge` is 0");
        }

        RollingUpdateRules.AtMostAll(unavailable, path.Child("maxUnavailable"), errors);
    }
}
