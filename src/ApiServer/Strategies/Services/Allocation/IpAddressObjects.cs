using System.Net.Sockets;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.Base;
using Address = System.Net.IPAddress;

namespace Kybernet.ApiServer.Strategies.Services.Allocation;

/// <summary>The objects that say which Service has an address.</summary>
internal static class IpAddressObjects
{
    /// <summary>The label that tells the family.</summary>
    public const string FamilyLabel = "ipaddress.kubernetes.io/ip-family";

    /// <summary>The label that tells who keeps the object.</summary>
    public const string ManagedByLabel = "ipaddress.kubernetes.io/managed-by";

    /// <summary>The keeper of those that are made here.</summary>
    public const string Manager = "ipallocator.k8s.io";

    private static readonly byte[] OwnFields =
    [
        .. "{\"f:metadata\":{\"f:labels\":{\".\":{},\"f:ipaddress.kubernetes.io/ip-family\":{},\"f:ipaddress.kubernetes.io/managed-by\":{}}},"u8,
        .. "\"f:spec\":{\"f:parentRef\":{\".\":{},\"f:name\":{},\"f:namespace\":{},\"f:resource\":{}}}}"u8,
    ];

    /// <summary>The family of an address: <c>IPv4</c> or <c>IPv6</c>.</summary>
    public static string FamilyOf(Address address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? IpFamilies.Six : IpFamilies.Four;

    /// <summary>A new one, as a client of the API would have made it.</summary>
    /// <param name="address">The address.</param>
    /// <param name="owner">The metadata of the Service that has it.</param>
    /// <param name="environment">Clock and chance.</param>
    public static IPAddress Make(Address address, ObjectMeta owner, ExecutionEnvironment environment)
    {
        var now = environment.Now;
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        return new IPAddress
        {
            Metadata =
            {
                Name = address.ToString(),
                Uid = environment.Random.NextUid(),
                Generation = 1,
                CreationTimestamp = now,
                Labels = { [FamilyLabel] = FamilyOf(address), [ManagedByLabel] = Manager },
                ManagedFields =
                [
                    new()
                    {
                        Manager = "kube-apiserver", Operation = "Update", ApiVersion = IPAddress.KindInfo.Gvk.ApiVersion, Time = now, FieldsType = "FieldsV1",
                        FieldsV1 = RawJson.Parse(OwnFields),
                    },
                ],
            },
            Spec = new() { ParentRef = new() { Resource = Service.Resource.Gvr.Resource, Namespace = owner.Namespace, Name = owner.Name } },
        };
    }

    /// <summary>Whether the object says that it belongs to that Service.</summary>
    public static bool IsOf(IPAddress address, ObjectMeta owner) =>
        RefersToService(address) && address.Spec.ParentRef!.Namespace == owner.Namespace && address.Spec.ParentRef.Name == owner.Name;

    /// <summary>Whether the object says that it belongs to a Service.</summary>
    public static bool RefersToService(IPAddress address) =>
        address.Spec.ParentRef is { Group: "" } parent && parent.Resource == Service.Resource.Gvr.Resource;
}
