using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>The devices that a pod claims.</summary>
internal static class ResourceClaimsValidation
{
    /// <summary>Judges a pod's claims.</summary>
    /// <param name="claims">The claims.</param>
    /// <param name="podName">The pod's name, where it is known: claims made from templates are named after it.</param>
    /// <param name="path">Where the claims are.</param>
    /// <param name="errors">Where to tell.</param>
    public static void Validate(KubeList<PodResourceClaim> claims, string podName, FieldPath path, FieldErrors errors)
    {
        HashSet<string>? names = null;
        for (var i = 0; i < claims.Count; i++)
        {
            var claim = claims[i];
            var at = path.Index(i);
            if (claim.Name.Length == 0) errors.Required(at.Child("name"));
            else if (!(names ??= new(StringComparer.Ordinal)).Add(claim.Name)) errors.Duplicate(at.Child("name"), claim.Name);
            else ValidateName(claim, podName, at.Child("name"), errors);

            if (claim is { ResourceClaimName: not null, ResourceClaimTemplateName: not null })
            {
                errors.Invalid(at, claim, "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
            }

            if (claim is { ResourceClaimName: null, ResourceClaimTemplateName: null })
            {
                errors.Invalid(at, claim, "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
            }

            if (claim.ResourceClaimName is { } name) errors.Invalid(at.Child("resourceClaimName"), name, Names.CheckDns1123Subdomain(name));
            if (claim.ResourceClaimTemplateName is { } template) errors.Invalid(at.Child("resourceClaimTemplateName"), template, Names.CheckDns1123Subdomain(template));
        }
    }

    private static void ValidateName(PodResourceClaim claim, string podName, FieldPath path, FieldErrors errors)
    {
        var wrong = Names.CheckDns1123Label(claim.Name);
        errors.Invalid(path, claim.Name, wrong);
        if (wrong.Count > 0 || podName.Length == 0 || claim.ResourceClaimTemplateName is null) return;
        var final = $"{podName}-{claim.Name}";
        foreach (var detail in Names.CheckDns1123Subdomain(final)) errors.Invalid(path, final + "-", "final ResourceClaim name: " + detail);
    }
}
