using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Services;

namespace Kybernet.ApiServer.Strategies.Services;

/// <summary>
/// A Service's IP families and their policy, in a cluster that has IPv4 addresses for services (upstream's
/// initIPFamilyFields).
/// </summary>
internal static class IpFamilies
{
    private const string Own = "IPv4";
    private const string Other = "IPv6";

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Fills in what the Service leaves open, or refuses what this cluster has not.</summary>
    /// <exception cref="Client.KubeApiException">422.</exception>
    public static void Complete(Service service, Service? old)
    {
        var spec = service.Spec;
        if (spec.Type == "ExternalName") return;
        FieldErrors errors = new();
        ClusterIPsValidation.Validate(spec, errors);
        Throw(service, errors);
        FollowChange(spec, old?.Spec);

        // 1. families follow from addresses that were asked for
        for (var i = spec.IpFamilies.Count; i < spec.ClusterIPs.Count; i++)
        {
            if (spec.ClusterIPs[i] == ServiceKinds.None) break;
            var family = ClusterIPsValidation.FamilyOf(spec.ClusterIPs[i]);
            if (family == Own) spec.IpFamilies.Add(family);
            else errors.Invalid(Spec.Child("clusterIPs").Index(i), spec.ClusterIPs, $"{family} is not configured on this cluster");
        }

        Throw(service, errors);

        // 2. without an address and without a selector anything goes: somebody else knows the endpoints
        if (ServiceKinds.IsHeadless(spec) && spec.Selector.Count == 0)
        {
            spec.IpFamilyPolicy ??= "RequireDualStack";
            if (spec.IpFamilies.Count == 0) spec.IpFamilies.Add(Own);
            if (spec.IpFamilies.Count == 1 && spec.IpFamilyPolicy != "SingleStack") spec.IpFamilies.Add(spec.IpFamilies[0] == Own ? Other : Own);
            return;
        }

        // 3. the rest has what the cluster has
        if (spec.IpFamilyPolicy == "RequireDualStack")
        {
            errors.Invalid(Spec.Child("ipFamilyPolicy"), spec.IpFamilyPolicy, "this cluster is not configured for dual-stack services");
        }

        for (var i = 0; i < spec.IpFamilies.Count; i++)
        {
            if (spec.IpFamilies[i] != Own) errors.Invalid(Spec.Child("ipFamilies").Index(i), spec.IpFamilies[i], "not configured on this cluster");
        }

        Throw(service, errors);
        spec.IpFamilyPolicy ??= "SingleStack";
        if (spec.IpFamilies.Count == 0) spec.IpFamilies.Add(Own);
    }

    // From two families to one and back the client need only say the policy.
    private static void FollowChange(ServiceSpec spec, ServiceSpec? old)
    {
        if (old is null || spec.IpFamilyPolicy != "SingleStack" || old.IpFamilyPolicy is null or "SingleStack") return;
        if (spec.IpFamilies.Count == 2 && spec.IpFamilies.ContentEquals(old.IpFamilies)) spec.IpFamilies.RemoveAt(1);
        if (spec.ClusterIPs.Count == 2 && spec.ClusterIPs.ContentEquals(old.ClusterIPs)) spec.ClusterIPs.RemoveAt(1);
    }

    private static void Throw(Service service, FieldErrors errors)
    {
        if (!errors.IsEmpty) throw ApiErrors.Invalid(Service.KindInfo.Gvk, service.Metadata.Name, errors);
    }
}
