using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>Requests and limits.</summary>
internal static class ResourceRequirementsValidation
{
    /// <summary>Judges what a container asks for.</summary>
    public static void Validate(ResourceRequirements resources, SortedSet<string> podClaims, FieldPath path, FieldErrors errors)
    {
        Validate(resources, ResourceNames.ValidateForContainer, path, errors);
        if (resources.Claims.Count > 0) ValidateClaims(resources.Claims, podClaims, path.Child("claims"), errors);
    }

    /// <summary>Judges amounts, and that requests keep to their limits.</summary>
    public static void Validate(ResourceRequirements resources, Action<string, FieldPath, FieldErrors> checkName, FieldPath path, FieldErrors errors)
    {
        if (resources.Limits.Count == 0 && resources.Requests.Count == 0) return;
        var limits = path.Child("limits");
        var requests = path.Child("requests");
        foreach (var (name, quantity) in resources.Limits) ValidateAmount(name, quantity, checkName, limits.Key(name), errors);
        foreach (var (name, quantity) in resources.Requests)
        {
            ValidateAmount(name, quantity, checkName, requests.Key(name), errors);
            var overcommit = ResourceNames.AllowsOvercommit(name);
            if (!resources.Limits.TryGetValue(name, out var limit))
            {
                if (!overcommit) errors.Required(limits, "Limit must be set for non overcommitable resources");
            }
            else if (quantity != limit && !overcommit) errors.Invalid(requests, quantity, $"must be equal to {name} limit of {limit}");
            else if (quantity > limit) errors.Invalid(requests, quantity, $"must be less than or equal to {name} limit of {limit}");
        }

        if (Any(resources, ResourceNames.IsHugePage) && !Any(resources, n => n is "cpu" or "memory"))
        {
            errors.Forbidden(path, "HugePages require cpu or memory");
        }
    }

    private static bool Any(ResourceRequirements resources, Func<string, bool> match) =>
        resources.Limits.Keys.Any(match) || resources.Requests.Keys.Any(match);

    private static void ValidateAmount(
        string name, Quantity quantity, Action<string, FieldPath, FieldErrors> checkName, FieldPath path, FieldErrors errors)
    {
        checkName(name, path, errors);
        ResourceNames.ValidateQuantity(name, quantity, path, errors);
        if (!ResourceNames.IsHugePage(name) || !Quantity.TryParse(name["hugepages-".Length..], out var page) || page.Sign <= 0) return;
        if (quantity.Value % page.Value != 0) errors.Invalid(path, quantity, $"{quantity} is not positive integer multiple of {page}");
    }

    /// <summary>Judges the claims of devices that a container refers to.</summary>
    public static void ValidateClaims(KubeList<ResourceClaim> claims, SortedSet<string> podClaims, FieldPath path, FieldErrors errors)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < claims.Count; i++)
        {
            var name = claims[i].Name;
            if (name.Length == 0)
            {
                errors.Required(path.Index(i));
                continue;
            }

            var key = claims[i].Request.Length == 0 ? name : $"{name}/{claims[i].Request}";
            if (seen.Contains(name)) errors.Duplicate(path.Index(i), name);
            else if (!seen.Add(key)) errors.Duplicate(path.Index(i), key);
            if (podClaims.Contains(name)) continue;
            var known = podClaims.Count == 0 ? " which is empty" : ": " + string.Join(", ", podClaims);
            errors.NotFound(path.Index(i), name, "must be one of the names in pod.spec.resourceClaims" + known);
        }
    }
}
