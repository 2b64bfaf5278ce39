using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Strategies.Services.Allocation;

/// <summary>An address that a Service needs and has not.</summary>
/// <param name="Index">Its place in clusterIPs.</param>
/// <param name="Family">Its family.</param>
/// <param name="Asked">The address that the client asks for; empty: any.</param>
internal sealed record AddressWant(int Index, string Family, string Asked)
{
    /// <summary>The address that it is to be.</summary>
    public System.Net.IPAddress? Chosen { get; set; }
}

/// <summary>Which addresses a Service needs (upstream's allocClusterIPs and updateClusterIPs).</summary>
internal static class AddressWants
{
    /// <summary>The addresses that a write has to take; their places in clusterIPs are made.</summary>
    /// <param name="service">The Service, its families complete.</param>
    /// <param name="old">What is stored; null on create.</param>
    public static List<AddressWant> Of(Service service, Service? old)
    {
        var (spec, before) = (service.Spec, old?.Spec);
        if (spec.Type == "ExternalName" || IpFamilies.StaysAsItIs(spec, before)) return [];
        if (before is null || before.Type == "ExternalName")
        {
            return spec.ClusterIPs is [ServiceKinds.None, ..] ? [] : Places(spec, 0);
        }

        // An address once given stays; only a second one may come.
        if (before.ClusterIPs is [ServiceKinds.None, ..]) return [];
        return before.IpFamilies.Count == 1 && spec.IpFamilies.Count == 2 ? Places(spec, 1) : [];
    }

    private static List<AddressWant> Places(ServiceSpec spec, int from)
    {
        List<string> addresses = [.. spec.ClusterIPs];
        while (addresses.Count < spec.IpFamilies.Count) addresses.Add("");
        spec.ClusterIPs = [.. addresses];
        return [.. Enumerable.Range(from, spec.IpFamilies.Count - from).Select(i => new AddressWant(i, spec.IpFamilies[i], addresses[i]))];
    }
}
