using Kybernet.Api;
using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Validation.Workloads;

namespace Kybernet.ApiServer.Validation.Rbac;

/// <summary>Roles and bindings.</summary>
internal static class RbacValidation
{
    private const string Group = "rbac.authorization.k8s.io";

    /// <summary>Judges rules.</summary>
    public static void ValidateRules(KubeList<PolicyRule> rules, bool namespaced, FieldErrors errors)
    {
        for (var i = 0; i < rules.Count; i++) ValidateRule(rules[i], namespaced, FieldPath.Of("rules").Index(i), errors);
    }

    /// <summary>Judges how a cluster role gathers others' rules.</summary>
    public static void ValidateAggregation(AggregationRule? rule, FieldErrors errors)
    {
        if (rule is null) return;
        var path = FieldPath.Of("aggregationRule").Child("clusterRoleSelectors");
        if (rule.ClusterRoleSelectors.Count == 0) errors.Required(path, "at least one clusterRoleSelector required if aggregationRule is non-nil");
        for (var i = 0; i < rule.ClusterRoleSelectors.Count; i++)
        {
            var selector = rule.ClusterRoleSelectors[i];
            LabelSelectorValidation.Validate(selector, path.Index(i), errors);
            if (WorkloadSelector.Compile(selector) is null) errors.Invalid(path.Index(i), (string?)null, "invalid label selector.");
        }
    }

    /// <summary>Judges what a binding refers to and whom it binds.</summary>
    public static void ValidateBinding(RoleRef role, KubeList<Subject> subjects, bool namespaced, FieldErrors errors)
    {
        var path = FieldPath.Of("roleRef");
        errors.OneOf(path.Child("apiGroup"), role.ApiGroup, Group);
        if (namespaced) errors.OneOf(path.Child("kind"), role.Kind, "Role", "ClusterRole");
        else errors.OneOf(path.Child("kind"), role.Kind, "ClusterRole");
        if (role.Name.Length == 0) errors.Required(path.Child("name"));
        else errors.Invalid(path.Child("name"), role.Name, NameRules.PathSegment(role.Name, prefix: false));
        for (var i = 0; i < subjects.Count; i++) ValidateSubject(subjects[i], namespaced, FieldPath.Of("subjects").Index(i), errors);
    }

    /// <summary>A binding stays with its role.</summary>
    public static void ValidateSameRole(RoleRef role, RoleRef old, FieldErrors errors)
    {
        if (!role.DeepEquals(old)) errors.Invalid(FieldPath.Of("roleRef"), role, "cannot change roleRef");
    }

    private static void ValidateRule(PolicyRule rule, bool namespaced, FieldPath path, FieldErrors errors)
    {
        if (rule.Verbs.Count == 0) errors.Required(path.Child("verbs"), "verbs must contain at least one value");
        if (rule.NonResourceURLs.Count > 0)
        {
            var at = path.Child("nonResourceURLs");
            if (namespaced) errors.Invalid(at, rule.NonResourceURLs, "namespaced rules cannot apply to non-resource URLs");
            if (rule.ApiGroups.Count > 0 || rule.Resources.Count > 0 || rule.ResourceNames.Count > 0)
            {
                errors.Invalid(at, rule.NonResourceURLs, "rules cannot apply to both regular resources and non-resource URLs");
            }

            return;
        }

        if (rule.ApiGroups.Count == 0) errors.Required(path.Child("apiGroups"), "resource rules must supply at least one api group");
        if (rule.Resources.Count == 0) errors.Required(path.Child("resources"), "resource rules must supply at least one resource");
    }

    private static void ValidateSubject(Subject subject, bool namespaced, FieldPath path, FieldErrors errors)
    {
        if (subject.Name.Length == 0) errors.Required(path.Child("name"));
        switch (subject.Kind)
        {
            case "ServiceAccount":
                if (subject.Name.Length > 0) errors.Invalid(path.Child("name"), subject.Name, Names.CheckDns1123Subdomain(subject.Name));
                if (subject.ApiGroup.Length > 0) errors.NotSupported(path.Child("apiGroup"), subject.ApiGroup, "");
                if (!namespaced && subject.Namespace.Length == 0) errors.Required(path.Child("namespace"));
                break;
            case "User" or "Group":
                errors.OneOf(path.Child("apiGroup"), subject.ApiGroup, Group);
                break;
            default:
                errors.NotSupported(path.Child("kind"), subject.Kind, "ServiceAccount", "User", "Group");
                break;
        }
    }
}
