using System.Net;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Networking.V1;
using Address = System.Net.IPAddress;

namespace Kybernet.ControllerManager.ServiceCidrs;

/// <summary>Whether a ServiceCIDR may go, and what is to be said of it.</summary>
internal static class ServiceCidrDecision
{
    /// <summary>What keeps a ServiceCIDR until no Service needs it.</summary>
    public const string Finalizer = "networking.k8s.io/service-cidr-finalizer";

    /// <summary>
    /// Whether a ServiceCIDR may go: each of its networks lies within one of another, or each address that is given out is
    /// of another too.
    /// </summary>
    /// <param name="cidr">The one that is to go.</param>
    /// <param name="all">All ServiceCIDRs.</param>
    /// <param name="addresses">The addresses that the API server has given out.</param>
    public static bool MayGo(ServiceCIDR cidr, IEnumerable<ServiceCIDR> all, IEnumerable<Address> addresses)
    {
        var others = all.Where(c => c.Metadata.Name != cidr.Metadata.Name).SelectMany(Networks).ToList();
        var own = Networks(cidr).ToList();
        if (own.All(network => others.Any(other => Contains(other, network)))) return true;
        return !addresses.Any(address => own.Any(n => IsGivenOut(n, address)) && !others.Any(n => IsGivenOut(n, address)));
    }

    /// <summary>What is said of one that is in use.</summary>
    public static Condition Ready(DateTimeOffset now) => new()
    {
        Type = "Ready", Status = "True", Message = "Kubernetes Service CIDR is ready", LastTransitionTime = now,
    };

    /// <summary>What is said of one that cannot go yet.</summary>
    public static Condition Terminating(DateTimeOffset now) => new()
    {
        Type = "Ready",
        Status = "False",
        Reason = "Terminating",
        Message = "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR",
        LastTransitionTime = now,
    };

    /// <summary>Whether it is said already.</summary>
    public static bool Says(ServiceCIDR cidr, Condition condition) =>
        cidr.Status.Conditions.Any(c => c.Type == condition.Type && c.Status == condition.Status && c.Reason == condition.Reason && c.Message == condition.Message);

    private static IEnumerable<IPNetwork> Networks(ServiceCIDR cidr)
    {
        foreach (var text in cidr.Spec.Cidrs)
        {
            if (IPNetwork.TryParse(text, out var network)) yield return network;
        }
    }

    private static bool Contains(IPNetwork network, IPNetwork other) => network.PrefixLength <= other.PrefixLength && network.Contains(other.BaseAddress);

    // A network's own address is nobody's, nor is the broadcast address of IPv4.
    private static bool IsGivenOut(IPNetwork network, Address address)
    {
        if (!network.Contains(address) || address.Equals(network.BaseAddress)) return false;
        var bytes = address.GetAddressBytes();
        if (bytes.Length != 4) return true;
        var hosts = (uint)((1L << (32 - network.PrefixLength)) - 1);
        return (System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes) & hosts) != hosts;
    }
}
