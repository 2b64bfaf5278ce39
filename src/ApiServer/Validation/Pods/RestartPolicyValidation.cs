using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>A container's own restart policy and its rules.</summary>
internal static class RestartPolicyValidation
{
    private const string RulesNeedPolicy = "must specify restartPolicy when restart rules are used";
    private const int MaxRules = 20;
    private const int MaxExitCodes = 255;

    /// <summary>Judges an init container's policy, and its rules if it has one.</summary>
    public static void ValidateInit(Container container, FieldPath path, FieldErrors errors)
    {
        if (container.RestartPolicy is not null) Validate(container, path, errors);
        else if (container.RestartPolicyRules.Count > 0) errors.Required(path.Child("restartPolicy"), RulesNeedPolicy);
    }

    /// <summary>Judges policy and rules.</summary>
    public static void Validate(Container container, FieldPath path, FieldErrors errors)
    {
        var at = path.Child("restartPolicy");
        if (container.RestartPolicy is { } policy) errors.OneOf(at, policy, "Always", "Never", "OnFailure");
        else if (container.RestartPolicyRules.Count > 0) errors.Required(at, RulesNeedPolicy);
        var rules = path.Child("restartPolicyRules");
        if (container.RestartPolicyRules.Count > MaxRules) errors.TooMany(rules, container.RestartPolicyRules.Count, MaxRules);
        for (var i = 0; i < container.RestartPolicyRules.Count; i++) Validate(container.RestartPolicyRules[i], rules.Index(i), errors);
    }

    private static void Validate(ContainerRestartRule rule, FieldPath path, FieldErrors errors)
    {
        errors.OneOf(path.Child("action"), rule.Action, "Restart", "RestartAllContainers");
        if (rule.ExitCodes is not { } codes)
        {
            errors.Required(path.Child("exitCodes"), "must be specified");
            return;
        }

        errors.OneOf(path.Child("exitCodes").Child("operator"), codes.Operator, "In", "NotIn");
        if (codes.Values.Count > MaxExitCodes) errors.TooMany(path.Child("exitCodes").Child("values"), codes.Values.Count, MaxExitCodes);
    }
}
