using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Strategies.Services.Allocation;
using Address = System.Net.IPAddress;

namespace Kybernet.ApiServer.Strategies.Services.Repair;

/// <summary>What is wrong between a Service and an address, and what helps.</summary>
/// <param name="About">The object to tell an event about.</param>
/// <param name="Reason">The event's reason; empty: none is told.</param>
/// <param name="Message">The event's message.</param>
/// <param name="Remedy">What helps.</param>
internal sealed record AddressFinding(KubeObject About, string Reason, string Message, AddressRemedy Remedy);

/// <summary>What to do about an address.</summary>
internal enum AddressRemedy
{
    /// <summary>Nothing: a person has to.</summary>
    None,

    /// <summary>Make the address the Service's.</summary>
    Assign,

    /// <summary>Set the address free.</summary>
    Free,
}

/// <summary>
/// Whether Services and IPAddresses agree (upstream's ipallocator-repair-controller): each address of a Service has an object
/// that says so, and each object a Service. Decides only.
/// </summary>
/// <param name="services">Finds a Service by namespace and name.</param>
/// <param name="inRange">Whether an address is of any ServiceCIDR.</param>
internal sealed class AddressRepair(Func<string, string, Service?> services, Func<Address, bool> inRange)
{
    /// <summary>
    /// How long an address may have no Service: servers of upstream's, and earlier ones of ours, take it before the Service is there.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    /// <summary>Judges one of a Service's addresses.</summary>
    /// <param name="service">The Service.</param>
    /// <param name="address">The address that it says it has.</param>
    /// <param name="found">The object of that address.</param>
    /// <returns>Null when all is well.</returns>
    public AddressFinding? Check(Service service, Address address, IPAddress? found)
    {
        AddressFinding Finding(string reason, string message, AddressRemedy remedy) => new(service, reason, message, remedy);
        var meta = service.Metadata;
        var family = IpAddressObjects.FamilyOf(address);
        if (!inRange(address))
        {
            return Finding("ClusterIPOutOfRange", $"Cluster IP [{family}]: {address} is not within any configured Service CIDR; please recreate service", AddressRemedy.None);
        }

        if (found is null) return Finding("ClusterIPNotAllocated", $"Cluster IP [{family}]: {address} is not allocated; repairing", AddressRemedy.Assign);
        if (!IpAddressObjects.IsOf(found, meta))
        {
            // Of two that have it the one keeps it that is named: else it would go to and fro.
            if (OwnerOf(found) is { } other && ServiceAllocator.AddressesOf(other).Contains(address))
            {
                return Finding(
                    "ClusterIPAlreadyAllocated", $"Cluster IP [{family}]:{address} was assigned to multiple services; please recreate service", AddressRemedy.None);
            }

            return Finding(
                "ClusterIPNotAllocated", $"the ClusterIP [{family}]: {address} for Service {meta.Namespace}/{meta.Name} has a wrong reference; repairing",
                AddressRemedy.Assign);
        }

        var labels = found.Metadata.Labels;
        return IsManaged(found) && labels.GetValueOrDefault(IpAddressObjects.FamilyLabel) == family ? null : Finding("", "", AddressRemedy.Assign);
    }

    /// <summary>Judges an object; others than ours are none of our concern.</summary>
    /// <param name="found">The object.</param>
    /// <param name="now">The time.</param>
    /// <param name="grace">How old it has to be to count as forgotten.</param>
    /// <returns>Null when all is well, or may yet be.</returns>
    public AddressFinding? Check(IPAddress found, DateTimeOffset now, TimeSpan grace)
    {
        AddressFinding Free(string reason, string message) => new(found, reason, message, AddressRemedy.Free);
        var name = found.Metadata.Name;
        if (!IsManaged(found)) return null;
        if (!IpAddressObjects.RefersToService(found))
        {
            return Free("IPAddressNotAllocated", $"IPAddress {name} appears to have been modified, not referencing a Service {Text(found.Spec.ParentRef)}: cleaning up");
        }

        if (found.Metadata.CreationTimestamp is { } made && now - made < grace) return null;
        var parent = found.Spec.ParentRef!;
        if (OwnerOf(found) is not { } service)
        {
            return Free("IPAddressNotAllocated", $"IPAddress: {name} for Service {parent.Namespace}/{parent.Name} appears to have leaked: cleaning up");
        }

        return IpText.TryParse(name, out var address) && ServiceAllocator.AddressesOf(service).Contains(address)
            ? null
            : Free("IPAddressWrongReference", $"IPAddress: {name} for Service {parent.Namespace}/{parent.Name} has a wrong reference; cleaning up");
    }

    private static bool IsManaged(IPAddress found) => found.Metadata.Labels.GetValueOrDefault(IpAddressObjects.ManagedByLabel) == IpAddressObjects.Manager;

    private Service? OwnerOf(IPAddress found) =>
        IpAddressObjects.RefersToService(found) ? services(found.Spec.ParentRef!.Namespace, found.Spec.ParentRef.Name) : null;

    // As Go prints it.
    private static string Text(ParentReference? parent) => parent is null
        ? "nil"
        : $"&ParentReference{{Group:{parent.Group},Resource:{parent.Resource},Namespace:{parent.Namespace},Name:{parent.Name},}}";
}
