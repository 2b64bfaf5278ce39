using Kybernet.Api;
using Kybernet.Api.Resource.V1;

namespace Kybernet.ApiServer.Validation.Resources;

/// <summary>DeviceClasses.</summary>
internal static class DeviceClassValidation
{
    private const int MaxConfigurations = 32;
    private const string QuotaPrefix = "requests.";

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges a spec.</summary>
    public static void Validate(DeviceClassSpec spec, FieldErrors errors)
    {
        DeviceRules.Selectors(spec.Selectors, Spec.Child("selectors"), errors);
        DeviceRules.Slice(spec.Config, MaxConfigurations, static (c, at, e) => DeviceRules.Configuration(c.Opaque, at, e), Spec.Child("config"), errors);
        if (spec.ExtendedResourceName is { } name && !IsExtended(name))
        {
            errors.Invalid(Spec.Child("extendedResourceName"), name, "must be a valid extended resource name");
        }
    }

    // A resource that is not Kubernetes' own, and whose quota has a name too.
    private static bool IsExtended(string name) =>
        name.Contains('/') && !name.Contains("kubernetes.io/", StringComparison.Ordinal)
        && !name.StartsWith(QuotaPrefix, StringComparison.Ordinal) && Names.IsQualifiedName(QuotaPrefix + name);
}
