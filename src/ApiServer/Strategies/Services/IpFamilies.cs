using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Services;

namespace Kybernet.ApiServer.Strategies.Services;

/// <summary>A Service's IP families and their policy, from what the cluster has (upstream's initIPFamilyFields).</summary>
internal static class IpFamilies
{
    /// <summary>The family of IPv4.</summary>
    public const string Four = "IPv4";

    /// <summary>The family of IPv6.</summary>
    public const string Six = "IPv6";

    private const string SingleStack = "SingleStack";
    private const string PreferDualStack = "PreferDualStack";
    private const string RequireDualStack = "RequireDualStack";

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Fills in what the Service leaves open, or refuses what this cluster has not.</summary>
    /// <param name="service">The Service.</param>
    /// <param name="old">What is stored; null on create.</param>
    /// <param name="cluster">The cluster's families, one or two; the first is the default.</param>
    /// <exception cref="Client.KubeApiException">422.</exception>
    public static void Complete(Service service, Service? old, IReadOnlyList<string> cluster)
    {
        var spec = service.Spec;
        if (spec.Type == "ExternalName" || StaysAsItIs(spec, old?.Spec)) return;

        // 1. the policy, and what is wrong by itself
        var anything = spec.ClusterIP == ServiceKinds.None && spec.Selector.Count == 0;
        spec.IpFamilyPolicy ??= old?.Spec.IpFamilyPolicy ?? (anything ? RequireDualStack : SingleStack);
        FieldErrors errors = new();
        ClusterIPsValidation.Validate(spec, errors);
        Throw(service, errors);

        // 2. policy, families and addresses together
        if (old is not null) FollowChange(spec, old.Spec, errors);
        if (spec.IpFamilyPolicy == SingleStack)
        {
            const string needs = "must be 'RequireDualStack' or 'PreferDualStack' when multiple ";
            if (spec.ClusterIPs.Count == 2) errors.Invalid(Spec.Child("ipFamilyPolicy"), spec.IpFamilyPolicy, needs + "cluster IPs are specified");
            if (spec.IpFamilies.Count == 2) errors.Invalid(Spec.Child("ipFamilyPolicy"), spec.IpFamilyPolicy, needs + "IP families are specified");
        }

        // 3. families follow from addresses that were asked for
        for (var i = spec.IpFamilies.Count; i < spec.ClusterIPs.Count; i++)
        {
            if (spec.ClusterIPs[i] == ServiceKinds.None) break;
            var family = ClusterIPsValidation.FamilyOf(spec.ClusterIPs[i]);
            if (cluster.Contains(family)) Add(spec, family);
            else errors.Invalid(Spec.Child("clusterIPs").Index(i), spec.ClusterIPs, $"{family} is not configured on this cluster");
        }

        Throw(service, errors);

        // 4. without an address and without a selector anything goes: somebody else knows the endpoints
        if (anything)
        {
            if (spec.IpFamilies.Count == 0) Add(spec, cluster[0]);
            if (spec.IpFamilies.Count == 1 && spec.IpFamilyPolicy != SingleStack) Add(spec, Other(spec.IpFamilies[0]));
            return;
        }

        // 5. the rest has what the cluster has
        if (spec.IpFamilyPolicy == RequireDualStack && cluster.Count < 2)
        {
            errors.Invalid(Spec.Child("ipFamilyPolicy"), spec.IpFamilyPolicy, "this cluster is not configured for dual-stack services");
        }

        for (var i = 0; i < spec.IpFamilies.Count; i++)
        {
            if (!cluster.Contains(spec.IpFamilies[i])) errors.Invalid(Spec.Child("ipFamilies").Index(i), spec.IpFamilies[i], "not configured on this cluster");
        }

        Throw(service, errors);
        if (spec.IpFamilies.Count == 0) Add(spec, cluster[0]);
        if (spec.IpFamilyPolicy != SingleStack && spec.IpFamilies.Count == 1 && cluster.Count == 2) Add(spec, Other(spec.IpFamilies[0]));
    }

    /// <summary>
    /// Whether an update leaves everything here as it is. Who prefers two families and got one, because the cluster had one, does
    /// not get the other by any update: only by one that is about it.
    /// </summary>
    public static bool StaysAsItIs(ServiceSpec spec, ServiceSpec? old) =>
        old is not null
        && spec.Type == old.Type
        && ServiceKinds.NeedsClusterIP(spec)
        && spec.IpFamilyPolicy == PreferDualStack
        && old.IpFamilyPolicy is null or PreferDualStack
        && spec.ClusterIPs.ContentEquals(old!.ClusterIPs)
        && spec.IpFamilies.ContentEquals(old.IpFamilies);

    // From two families to one the client need only say the policy; without it nothing may go.
    private static void FollowChange(ServiceSpec spec, ServiceSpec old, FieldErrors errors)
    {
        if (spec.IpFamilyPolicy == SingleStack)
        {
            if (spec.ClusterIPs.Count > 1 && spec.ClusterIPs.ContentEquals(old.ClusterIPs)) spec.ClusterIPs = [spec.ClusterIPs[0]];
            if (spec.IpFamilies.Count > 1 && spec.IpFamilies.ContentEquals(old.IpFamilies)) spec.IpFamilies = [spec.IpFamilies[0]];
            return;
        }

        var policy = Spec.Child("ipFamilyPolicy");
        if (spec.ClusterIPs.Count > 0 && spec.ClusterIPs.Count < old.ClusterIPs.Count)
        {
            errors.Invalid(policy, spec.IpFamilyPolicy, "must be 'SingleStack' to release the secondary cluster IP");
        }

        if (spec.IpFamilies.Count > 0 && spec.IpFamilies.Count < old.IpFamilies.Count)
        {
            errors.Invalid(policy, spec.IpFamilyPolicy, "must be 'SingleStack' to release the secondary IP family");
        }
    }

    private static string Other(string family) => family == Four ? Six : Four;

    // What came from the stored object is frozen.
    private static void Add(ServiceSpec spec, string family) => spec.IpFamilies = [.. spec.IpFamilies, family];

    private static void Throw(Service service, FieldErrors errors)
    {
        if (!errors.IsEmpty) throw ApiErrors.Invalid(Service.KindInfo.Gvk, service.Metadata.Name, errors);
    }
}
