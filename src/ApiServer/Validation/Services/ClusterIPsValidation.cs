using System.Net.Sockets;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Strategies.Services;

namespace Kybernet.ApiServer.Validation.Services;

/// <summary>A Service's addresses and their families (upstream's ValidateServiceClusterIPsRelatedFields).</summary>
internal static class ClusterIPsValidation
{
    private const string MayNotChange = "may not change once set";

    private static readonly FieldPath Addresses = FieldPath.Of("spec").Child("clusterIPs");
    private static readonly FieldPath Families = FieldPath.Of("spec").Child("ipFamilies");

    /// <summary>Judges addresses, families, and whether they agree.</summary>
    public static void Validate(ServiceSpec spec, FieldErrors errors)
    {
        if (spec.Type == "ExternalName") return;

        // 1. the one and the many
        if (spec.ClusterIP.Length == 0)
        {
            if (spec.ClusterIPs.Count > 0) errors.Invalid(Addresses, spec.ClusterIPs, "must be empty when `clusterIP` is not specified");
        }
        else if (spec.ClusterIPs.Count == 0) errors.Required(Addresses);
        else if (spec.ClusterIPs[0] != spec.ClusterIP) errors.Invalid(Addresses, spec.ClusterIPs, "first value must match `clusterIP`");

        // 2. families
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (var i = 0; i < spec.IpFamilies.Count; i++)
        {
            errors.OneOf(Families.Index(i), spec.IpFamilies[i], "IPv4", "IPv6");
            if (!seen.Add(spec.IpFamilies[i])) errors.Duplicate(Families.Index(i), spec.IpFamilies[i]);
        }

        if (spec.IpFamilyPolicy is { } policy)
        {
            errors.OneOf(FieldPath.Of("spec").Child("ipFamilyPolicy"), policy, "PreferDualStack", "RequireDualStack", "SingleStack");
        }

        // 3. addresses; what follows makes no sense of broken ones
        if (!AddressesAreSound(spec, errors)) return;
        if (spec.ClusterIPs.Count > 1 && spec.ClusterIPs.Select(FamilyOf).Distinct(StringComparer.Ordinal).Count() < 2)
        {
            errors.Invalid(Addresses, spec.ClusterIPs, "may specify no more than one IP for each IP family");
        }

        if (ServiceKinds.IsHeadless(spec)) return;
        for (var i = 0; i < Math.Min(spec.ClusterIPs.Count, spec.IpFamilies.Count); i++)
        {
            if (spec.IpFamilies[i] is "IPv4" or "IPv6" && FamilyOf(spec.ClusterIPs[i]) != spec.IpFamilies[i])
            {
                errors.Invalid(Addresses.Index(i), spec.ClusterIPs[i], $"expected an {spec.IpFamilies[i]} value as indicated by `ipFamilies[{i}]`");
            }
        }
    }

    /// <summary>Judges a change: the first address stays, the second may come or go.</summary>
    public static void ValidateUpdate(ServiceSpec spec, ServiceSpec old, FieldErrors errors)
    {
        if (spec.Type == "ExternalName" || old.Type == "ExternalName" || (ServiceKinds.IsHeadless(spec) && ServiceKinds.IsHeadless(old))) return;
        var (now, before) = (spec.ClusterIPs, old.ClusterIPs);
        if (now.Count < before.Count)
        {
            if (now.Count == 0) errors.Invalid(Addresses.Index(0), now, "primary clusterIP can not be unset");
            else if (now[0] != before[0]) errors.Invalid(Addresses.Index(0), now, MayNotChange);
            if (before.Count == 2 && spec.IpFamilyPolicy != "SingleStack")
            {
                errors.Invalid(FieldPath.Of("spec").Child("ipFamilyPolicy"), now, "must be set to 'SingleStack' when releasing the secondary clusterIP");
            }

            return;
        }

        for (var i = 0; i < before.Count; i++)
        {
            if (now[i] != before[i]) errors.Invalid(Addresses.Index(i), now, MayNotChange);
        }

        if (old.IpFamilies.Count > 0 && spec.IpFamilies.Count > 0 && old.IpFamilies[0] != spec.IpFamilies[0])
        {
            errors.Invalid(Families.Index(0), spec.IpFamilies, MayNotChange);
        }
    }

    /// <summary>The family of a sound address.</summary>
    public static string FamilyOf(string address) =>
        IpText.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";

    private static bool AddressesAreSound(ServiceSpec spec, FieldErrors errors)
    {
        var before = errors.Count;
        for (var i = 0; i < spec.ClusterIPs.Count; i++)
        {
            if (i > 0 || spec.ClusterIPs[i] != ServiceKinds.None) IpRules.Address(spec.ClusterIPs[i], Addresses.Index(i), errors);
            else if (spec.ClusterIPs.Count > 1) errors.Invalid(Addresses, spec.ClusterIPs, "'None' must be the first and only value");
        }

        var sound = errors.Count == before;
        if (spec.ClusterIPs.Count > 2) errors.Invalid(Addresses, spec.ClusterIPs, "may only hold up to 2 values");
        return sound;
    }
}
