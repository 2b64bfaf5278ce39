using Kybernet.Api;
using Kybernet.Api.Batch.V1;

namespace Kybernet.ApiServer.Validation.Batch;

/// <summary>What a Job makes of failed pods.</summary>
internal static class PodFailurePolicyValidation
{
    private const int MaxRules = 20;
    private const int MaxPatterns = 20;
    private const int MaxExitCodes = 255;

    /// <summary>Judges a policy.</summary>
    public static void Validate(JobSpec spec, PodFailurePolicy policy, FieldPath path, FieldErrors errors)
    {
        var rules = path.Child("rules");
        if (policy.Rules.Count > MaxRules) errors.TooMany(rules, policy.Rules.Count, MaxRules);
        for (var i = 0; i < policy.Rules.Count; i++) Validate(spec, policy.Rules[i], rules.Index(i), errors);
    }

    private static void Validate(JobSpec spec, PodFailurePolicyRule rule, FieldPath path, FieldErrors errors)
    {
        var action = path.Child("action");
        if (rule.Action.Length == 0) errors.Required(action, """valid values: ["Count" "FailIndex" "FailJob" "Ignore"]""");
        else if (rule.Action == "FailIndex")
        {
            if (spec.BackoffLimitPerIndex is null) errors.Invalid(action, rule.Action, "requires the backoffLimitPerIndex to be set");
        }
        else errors.OneOf(action, rule.Action, "Count", "FailIndex", "FailJob", "Ignore");

        if (rule.OnExitCodes is { } codes) Validate(spec, codes, path.Child("onExitCodes"), errors);
        if (rule.OnPodConditions.Count > 0) Validate(rule.OnPodConditions, path.Child("onPodConditions"), errors);
        if (rule.OnExitCodes is not null && rule.OnPodConditions.Count > 0)
        {
            errors.InvalidBare(path, "specifying both OnExitCodes and OnPodConditions is not supported");
        }

        if (rule.OnExitCodes is null && rule.OnPodConditions.Count == 0)
        {
            errors.InvalidBare(path, "specifying one of OnExitCodes and OnPodConditions is required");
        }
    }

    private static void Validate(KubeList<PodFailurePolicyOnPodConditionsPattern> patterns, FieldPath path, FieldErrors errors)
    {
        if (patterns.Count > MaxPatterns) errors.TooMany(path, patterns.Count, MaxPatterns);
        for (var i = 0; i < patterns.Count; i++)
        {
            var at = path.Index(i);
            errors.Invalid(at.Child("type"), patterns[i].Type, Names.CheckQualifiedName(patterns[i].Type));
            if (patterns[i].Status.Length == 0) errors.Required(at.Child("status"), """valid values: ["False" "True" "Unknown"]""");
            else errors.OneOf(at.Child("status"), patterns[i].Status, "False", "True", "Unknown");
        }
    }

    private static void Validate(JobSpec spec, PodFailurePolicyOnExitCodesRequirement codes, FieldPath path, FieldErrors errors)
    {
        if (codes.Operator.Length == 0) errors.Required(path.Child("operator"), """valid values: ["In" "NotIn"]""");
        else errors.OneOf(path.Child("operator"), codes.Operator, "In", "NotIn");

        var pod = spec.Template.Spec;
        if (codes.ContainerName is { } name && !pod.Containers.Concat(pod.InitContainers).Any(c => c.Name == name))
        {
            errors.Invalid(path.Child("containerName"), name, "must be one of the container or initContainer names in the pod template");
        }

        var values = path.Child("values");
        if (codes.Values.Count == 0) errors.Invalid(values, GoValue.Numbers(codes.Values), "at least one value is required");
        else if (codes.Values.Count > MaxExitCodes) errors.TooMany(values, codes.Values.Count, MaxExitCodes);
        HashSet<int> seen = [];
        var ordered = true;
        for (var i = 0; i < codes.Values.Count; i++)
        {
            var value = codes.Values[i];
            if (codes.Operator == "In" && value == 0) errors.Invalid(values.Index(i), value, "must not be 0 for the In operator");
            if (!seen.Add(value)) errors.Duplicate(values.Index(i), value);
            ordered &= i == 0 || codes.Values[i - 1] <= value;
        }

        if (!ordered) errors.Invalid(values, GoValue.Numbers(codes.Values), "must be ordered");
    }
}
