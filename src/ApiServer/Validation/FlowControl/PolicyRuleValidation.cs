using System.Collections.Frozen;
using Kybernet.Api;
using Kybernet.Api.Flowcontrol.V1;

namespace Kybernet.ApiServer.Validation.FlowControl;

/// <summary>Which requests a FlowSchema is about.</summary>
internal static class PolicyRuleValidation
{
    private const string All = "*";
    private const string NamespaceIntroduction = "each member of this list must be '*' or a DNS-1123 label; ";

    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"];
    private static readonly FrozenSet<string> KnownVerbs = Verbs.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Judges a rule about resources.</summary>
    public static void Validate(ResourcePolicyRule rule, FieldPath path, FieldErrors errors)
    {
        ValidateVerbs(rule.Verbs, path.Child("verbs"), errors);
        ValidateList(rule.ApiGroups, path.Child("apiGroups"), "api group", "api groups", errors);
        ValidateList(rule.Resources, path.Child("resources"), "resource", "resources", errors);

        var namespaces = path.Child("namespaces");
        if (rule.Namespaces.Count == 0)
        {
            if (!rule.ClusterScope) errors.Required(namespaces, "resource rules that are not cluster scoped must supply at least one namespace");
        }
        else if (rule.Namespaces.Contains(All))
        {
            if (rule.Namespaces.Count > 1) errors.Invalid(namespaces, rule.Namespaces, "if '*' is present, must not specify other namespaces");
        }
        else
        {
            for (var i = 0; i < rule.Namespaces.Count; i++)
            {
                foreach (var wrong in NameRules.Label(rule.Namespaces[i], prefix: false)) errors.Invalid(namespaces.Index(i), rule.Namespaces[i], NamespaceIntroduction + wrong);
            }
        }
    }

    /// <summary>Judges a rule about other paths.</summary>
    public static void Validate(NonResourcePolicyRule rule, FieldPath path, FieldErrors errors)
    {
        ValidateVerbs(rule.Verbs, path.Child("verbs"), errors);
        var urls = path.Child("nonResourceURLs");
        if (rule.NonResourceURLs.Count == 0) errors.Required(urls, "nonResourceURLs must contain at least one value");
        else if (rule.NonResourceURLs.Contains(All))
        {
            if (rule.NonResourceURLs.Count > 1) errors.Invalid(urls, rule.NonResourceURLs, "if '*' is present, must not specify other non-resource URLs");
        }
        else
        {
            for (var i = 0; i < rule.NonResourceURLs.Count; i++)
            {
                if (UrlError(rule.NonResourceURLs[i]) is { } wrong) errors.Invalid(urls.Index(i), rule.NonResourceURLs[i], wrong);
            }
        }
    }

    private static void ValidateVerbs(KubeList<string> verbs, FieldPath path, FieldErrors errors)
    {
        if (verbs.Count == 0) errors.Required(path, "verbs must contain at least one value");
        else if (verbs.Contains(All))
        {
            if (verbs.Count > 1) errors.Invalid(path, verbs, "if '*' is present, must not specify other verbs");
        }
        else if (!KnownVerbs.IsSupersetOf(verbs)) errors.NotSupported(path, verbs, Verbs);
    }

    private static void ValidateList(KubeList<string> list, FieldPath path, string one, string many, FieldErrors errors)
    {
        if (list.Count == 0) errors.Required(path, $"resource rules must supply at least one {one}");
        if (list.Count > 1 && list.Contains(All)) errors.Invalid(path, list, $"if '*' is present, must not specify other {many}");
    }

    private static string? UrlError(string url)
    {
        if (url.Length == 0) return "must not be empty";
        if (url == "/") return null;
        if (url[0] != '/') return "must start with slash";
        if (url.Contains(' ')) return "must not contain white-space";
        if (url.Contains("//", StringComparison.Ordinal)) return "must not contain double slash";
        var wildcards = url.AsSpan().Count('*');
        return wildcards > 1 || (wildcards == 1 && !url.EndsWith("/*", StringComparison.Ordinal)) ? "wildcard can only do suffix matching" : null;
    }
}
