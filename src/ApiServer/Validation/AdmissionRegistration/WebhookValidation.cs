using Kybernet.Api;

namespace Kybernet.ApiServer.Validation.AdmissionRegistration;

/// <summary>Admission webhooks. What is stored already and would no longer be let in may stay as it is.</summary>
internal static class WebhookValidation
{
    /// <summary>How long a webhook may take that says nothing about it.</summary>
    public const int DefaultTimeoutSeconds = 10;

    private const int MaxTimeoutSeconds = 30;
    private const string AllSideEffects = "None, NoneOnDryRun, Some, Unknown";
    private const string HarmlessSideEffects = "None, NoneOnDryRun";

    private static readonly FieldPath Webhooks = FieldPath.Of("webhooks");

    /// <summary>Judges the webhooks of a configuration.</summary>
    /// <param name="hooks">The webhooks.</param>
    /// <param name="old">What they were before, or null for a new configuration.</param>
    /// <param name="errors">Where to tell.</param>
    public static void Validate(IReadOnlyList<Webhook> hooks, IReadOnlyList<Webhook>? old, FieldErrors errors)
    {
        var harmless = old is null || old.All(h => IsHarmless(h.SideEffects));
        var known = old is null || old.All(h => h.ReviewVersions.Count == 0 || ReviewVersions.HasKnown(h.ReviewVersions));
        var unique = old is null || old.Select(h => h.Name).Distinct(StringComparer.Ordinal).Count() == old.Count;
        var anyLabels = old is not null && old.Any(HasBadSelector);
        var sameConditions = old is not null && old.Count == hooks.Count && old.Zip(hooks).All(p => p.First.MatchConditions.ContentEquals(p.Second.MatchConditions));

        HashSet<string> names = new(StringComparer.Ordinal);
        for (var i = 0; i < hooks.Count; i++)
        {
            var (hook, path) = (hooks[i], Webhooks.Index(i));
            Validate(hook, harmless, anyLabels, path, errors);
            if (!sameConditions) MatchConditionValidation.Validate(hook.MatchConditions, path.Child("matchConditions"), errors);
            ReviewVersions.Validate(hook.ReviewVersions, known, "must specify one of v1, v1beta1", path.Child("admissionReviewVersions"), errors);
            if (unique && hook.Name.Length > 0 && !names.Add(hook.Name)) errors.Duplicate(path.Child("name"), hook.Name);
        }
    }

    private static void Validate(Webhook hook, bool harmless, bool anyLabels, FieldPath path, FieldErrors errors)
    {
        ValidateName(hook.Name, path.Child("name"), errors);
        for (var i = 0; i < hook.Rules.Count; i++) RuleValidation.Validate(hook.Rules[i], path.Child("rules").Index(i), errors);
        if (hook.FailurePolicy is { } failure) errors.OneOf(path.Child("failurePolicy"), failure, "Fail", "Ignore");
        if (hook.MatchPolicy is { } match) errors.OneOf(path.Child("matchPolicy"), match, "Equivalent", "Exact");

        var allowed = harmless ? HarmlessSideEffects : AllSideEffects;
        if (hook.SideEffects is not { } effects) errors.Required(path.Child("sideEffects"), $"must specify one of {allowed}");
        else errors.OneOf(path.Child("sideEffects"), effects, allowed.Split(", "));

        if (hook.TimeoutSeconds is { } seconds and (< 1 or > MaxTimeoutSeconds))
        {
            errors.Invalid(path.Child("timeoutSeconds"), seconds, "the timeout value must be between 1 and 30 seconds");
        }

        LabelSelectorValidation.Validate(hook.NamespaceSelector, path.Child("namespaceSelector"), errors, anyLabels);
        LabelSelectorValidation.Validate(hook.ObjectSelector, path.Child("objectSelector"), errors, anyLabels);
        if (hook.ReinvocationPolicy is { } again) errors.OneOf(path.Child("reinvocationPolicy"), again, "IfNeeded", "Never");

        var client = path.Child("clientConfig");
        if (hook.Client.Url is null == hook.Client.Service is null) errors.Required(client, "exactly one of url or service is required");
        else if (hook.Client.Url is { } url) WebhookAddress.ValidateUrl(url, client.Child("url"), errors);
        else if (hook.Client.Service is { } service)
        {
            WebhookAddress.ValidateService(service.Name, service.Namespace, service.Path, service.Port, client.Child("service"), errors);
        }
    }

    private static void ValidateName(string name, FieldPath path, FieldErrors errors)
    {
        if (name.Length == 0) errors.Required(path);
        else if (Names.CheckDns1123Subdomain(name) is { Count: > 0 } wrong) errors.Invalid(path, name, string.Join(",", wrong));
        else if (name.Count(c => c == '.') < 2) errors.Invalid(path, name, "should be a domain with at least three segments separated by dots");
    }

    private static bool IsHarmless(string? sideEffects) => sideEffects is "None" or "NoneOnDryRun";

    private static bool HasBadSelector(Webhook hook)
    {
        FieldErrors errors = new();
        LabelSelectorValidation.Validate(hook.NamespaceSelector, Webhooks, errors);
        LabelSelectorValidation.Validate(hook.ObjectSelector, Webhooks, errors);
        return !errors.IsEmpty;
    }
}
