using Kybernet.Api;
using Kybernet.Api.Admissionregistration.V1;

namespace Kybernet.ApiServer.Validation.AdmissionRegistration;

/// <summary>Which operations on which resources a webhook or a policy is for.</summary>
internal static class RuleValidation
{
    private const string All = "*";

    /// <summary>The scope of a rule that names none: both.</summary>
    public static void Default(Rule rule) => rule.Scope ??= All;

    /// <summary>Judges one rule.</summary>
    public static void Validate(RuleWithOperations rule, FieldPath path, FieldErrors errors)
    {
        Several(rule.Operations, path.Child("operations"), "operations", errors);
        for (var i = 0; i < rule.Operations.Count; i++)
        {
            errors.OneOf(path.Child("operations").Index(i), rule.Operations[i], All, "CONNECT", "CREATE", "DELETE", "UPDATE");
        }

        Several(rule.ApiGroups, path.Child("apiGroups"), "API groups", errors);
        Several(rule.ApiVersions, path.Child("apiVersions"), "API versions", errors);
        for (var i = 0; i < rule.ApiVersions.Count; i++)
        {
            if (rule.ApiVersions[i].Length == 0) errors.Required(path.Child("apiVersions").Index(i));
        }

        ValidateResources(rule.Resources, path.Child("resources"), errors);
        if (rule.Scope is { } scope) errors.OneOf(path.Child("scope"), scope, All, "Cluster", "Namespaced");
    }

    private static void Several(KubeList<string> list, FieldPath path, string what, FieldErrors errors)
    {
        if (list.Count == 0) errors.Required(path);
        if (list.Count > 1 && list.Contains(All)) errors.Invalid(path, list, $"if '*' is present, must not specify other {what}");
    }

    // Resources may have subresources, and each half may be a star: what a star already says must not be said again.
    private static void ValidateResources(KubeList<string> resources, FieldPath path, FieldErrors errors)
    {
        if (resources.Count == 0) errors.Required(path);
        HashSet<string> anySubresourceOf = new(StringComparer.Ordinal);
        HashSet<string> ofAnyResource = new(StringComparer.Ordinal);
        var endsPlain = false;
        for (var i = 0; i < resources.Count; i++)
        {
            var both = resources[i];
            if (both.Length == 0)
            {
                errors.Required(path.Index(i));
                continue;
            }

            var slash = both.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0)
            {
                // Upstream keeps the last answer only.
                endsPlain = both != All;
                continue;
            }

            var (resource, sub) = (both[..slash], both[(slash + 1)..]);
            if (anySubresourceOf.Contains(resource)) errors.Invalid(path.Index(i), both, $"if '{resource}/*' is present, must not specify {both}");
            if (ofAnyResource.Contains(sub)) errors.Invalid(path.Index(i), both, $"if '*/{sub}' is present, must not specify {both}");
            if (sub == All) anySubresourceOf.Add(resource);
            if (resource == All) ofAnyResource.Add(sub);
        }

        if (resources.Count > 1 && resources.Contains("*/*")) errors.Invalid(path, resources, "if '*/*' is present, must not specify other resources");
        if (resources.Contains(All) && endsPlain) errors.Invalid(path, resources, "if '*' is present, must not specify other resources without subresources");
    }
}
