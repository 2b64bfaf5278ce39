using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Validation.Core;

/// <summary>ResourceQuotas.</summary>
internal static class ResourceQuotaValidation
{
    private const string Unsupported = "unsupported scope";
    private const string NotForResource = "unsupported scope applied to resource";

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a spec.</summary>
    public static void Validate(ResourceQuotaSpec spec, FieldErrors errors)
    {
        foreach (var (name, quantity) in spec.Hard)
        {
            var at = Spec.Child("hard").Key(name);
            ValidateName(name, at, errors);
            ResourceNames.ValidateQuantity(name, quantity, at, errors);
        }

        ValidateScopes(spec, Spec.Child("scopes"), errors);
        if (spec.ScopeSelector is { } selector) ValidateSelector(spec, selector, Spec.Child("scopeSelector").Child("matchExpressions"), errors);
    }

    /// <summary>Judges a name of what can be bounded.</summary>
    public static void ValidateName(string name, FieldPath path, FieldErrors errors)
    {
        ResourceNames.Validate(name, path, errors);
        if (!name.Contains('/') && !ResourceNames.IsStandardForQuota(name)) errors.Invalid(path, name, "must be a standard resource for quota");
    }

    private static void ValidateScopes(ResourceQuotaSpec spec, FieldPath path, FieldErrors errors)
    {
        foreach (var scope in spec.Scopes)
        {
            if (!IsStandard(scope)) errors.Invalid(path, spec.Scopes, Unsupported);
            foreach (var name in spec.Hard.Keys)
            {
                if (ResourceNames.IsStandardForQuota(name) && !Applies(scope, name)) errors.Invalid(path, spec.Scopes, NotForResource);
            }
        }

        if (Conflict(spec.Scopes)) errors.Invalid(path, spec.Scopes, "conflicting scopes");
    }

    private static void ValidateSelector(ResourceQuotaSpec spec, ScopeSelector selector, FieldPath path, FieldErrors errors)
    {
        foreach (var requirement in selector.MatchExpressions)
        {
            if (!IsStandard(requirement.ScopeName)) errors.Invalid(path.Child("scopeName"), requirement.ScopeName, Unsupported);
            foreach (var name in spec.Hard.Keys)
            {
                if (ResourceNames.IsStandardForQuota(name) && !Applies(requirement.ScopeName, name)) errors.Invalid(path, selector, NotForResource);
            }

            if (requirement.ScopeName is not ("PriorityClass" or "VolumeAttributesClass") && IsStandard(requirement.ScopeName) && requirement.Operator != "Exists")
            {
                errors.Invalid(
                    path.Child("operator"), requirement.Operator,
                    "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, "
                    + "ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");
            }

            switch (requirement.Operator)
            {
                case "In" or "NotIn":
                    if (requirement.Values.Count == 0)
                    {
                        errors.Required(path.Child("values"), "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
                    }

                    break;
                case "Exists" or "DoesNotExist":
                    if (requirement.Values.Count > 0)
                    {
                        errors.Invalid(path.Child("values"), requirement.Values, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
                    }

                    break;
                default:
                    errors.Invalid(path.Child("operator"), requirement.Operator, "not a valid selector operator");
                    break;
            }
        }

        if (Conflict(selector.MatchExpressions.Select(r => r.ScopeName))) errors.Invalid(path, selector, "conflicting scopes");
    }

    private static bool IsStandard(string scope) => scope is
        "Terminating" or "NotTerminating" or "BestEffort" or "NotBestEffort" or "PriorityClass" or "CrossNamespacePodAffinity" or "VolumeAttributesClass";

    private static bool Applies(string scope, string resource) => scope switch
    {
        "BestEffort" => resource == "pods",
        "Terminating" or "NotTerminating" or "NotBestEffort" or "PriorityClass" or "CrossNamespacePodAffinity" => resource is
            "pods" or "cpu" or "memory" or "limits.cpu" or "limits.memory" or "requests.cpu" or "requests.memory",
        "VolumeAttributesClass" => resource is "persistentvolumeclaims" or "requests.storage",
        _ => true,
    };

    private static bool Conflict(IEnumerable<string> scopes)
    {
        var set = scopes.ToHashSet(StringComparer.Ordinal);
        return (set.Contains("BestEffort") && set.Contains("NotBestEffort")) || (set.Contains("Terminating") && set.Contains("NotTerminating"));
    }
}
