using Kybernet.Api.Admissionregistration.V1;

namespace Kybernet.ApiServer.Validation.AdmissionRegistration;

/// <summary>Which requests a policy or a binding is for.</summary>
internal static class MatchResourcesValidation
{
    /// <summary>Fills in what was left out: every object, through every version.</summary>
    public static void Default(MatchResources? match)
    {
        if (match is null) return;
        match.MatchPolicy ??= "Equivalent";
        match.NamespaceSelector ??= new();
        match.ObjectSelector ??= new();
        foreach (var rule in match.ResourceRules) RuleValidation.Default(rule);
        foreach (var rule in match.ExcludeResourceRules) RuleValidation.Default(rule);
    }

    /// <summary>Judges what is matched; nothing may be, where it is optional.</summary>
    public static void Validate(MatchResources? match, FieldPath path, FieldErrors errors)
    {
        if (match is null) return;
        if (match.MatchPolicy is not { } policy) errors.Required(path.Child("matchPolicy"));
        else errors.OneOf(path.Child("matchPolicy"), policy, "Equivalent", "Exact");

        if (match.NamespaceSelector is null) errors.Required(path.Child("namespaceSelector"));
        LabelSelectorValidation.Validate(match.NamespaceSelector, path.Child("namespaceSelector"), errors);
        if (match.ObjectSelector is null) errors.Required(path.Child("objectSelector"));
        LabelSelectorValidation.Validate(match.ObjectSelector, path.Child("objectSelector"), errors);

        for (var i = 0; i < match.ResourceRules.Count; i++) Validate(match.ResourceRules[i], path.Child("resourceRules").Index(i), errors);
        for (var i = 0; i < match.ExcludeResourceRules.Count; i++) Validate(match.ExcludeResourceRules[i], path.Child("excludeResourceRules").Index(i), errors);
    }

    private static void Validate(NamedRuleWithOperations rule, FieldPath path, FieldErrors errors)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        for (var i = 0; i < rule.ResourceNames.Count; i++)
        {
            var (name, at) = (rule.ResourceNames[i], path.Child("resourceNames").Index(i));
            errors.Invalid(at, name, NameRules.PathSegment(name, prefix: false));
            if (!names.Add(name)) errors.Duplicate(at, name);
        }

        RuleValidation.Validate(rule, path, errors);
    }
}
