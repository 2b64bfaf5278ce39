using System.Globalization;
using System.Text;
using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Registry;
using Kybernet.Base;
using Kybernet.Storage;
using Address = System.Net.IPAddress;

namespace Kybernet.ApiServer.Strategies.Services.Allocation;

/// <summary>
/// What is given out, in the store: an IPAddress object for each address, and a key for each node port. A Service creates its keys
/// in the transaction that writes it; so nothing is given out twice, whoever asks at the same time and through whichever server,
/// and nothing to a Service that never came.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="transformer">What values go through on their way into it.</param>
/// <param name="environment">Clock and chance.</param>
internal sealed class AllocationRegister(IStore store, IValueTransformer transformer, ExecutionEnvironment environment)
{
    private const string PortPrefix = StorePrefix.Root + "ranges/servicenodeports/";

    private static readonly string AddressPrefix = StorePrefix.For(IPAddress.Resource.Gvr);

    /// <summary>The key of an address.</summary>
    public static StoreKey KeyOf(Address address) => StoreKey.Parse(AddressPrefix + address);

    /// <summary>The key of a node port.</summary>
    public static StoreKey KeyOf(int port) => StoreKey.Parse(PortPrefix + port.ToString(CultureInfo.InvariantCulture));

    /// <summary>What makes addresses and ports a Service's, if nobody has them.</summary>
    public IEnumerable<Operation.Put> Puts(ObjectMeta owner, IEnumerable<Address> addresses, IEnumerable<int> ports) =>
    [
        .. addresses.Select(a => Put(KeyOf(a), ObjectFormat.Encode(IpAddressObjects.Make(a, owner, environment)))),
        .. ports.Select(p => Put(KeyOf(p), Encoding.UTF8.GetBytes(OwnerOf(owner)))),
    ];

    /// <summary>Those of the addresses and ports that a Service has; what others have stays theirs.</summary>
    public async ValueTask<IReadOnlyList<KeyValue>> HeldAsync(
        ObjectMeta owner, IEnumerable<Address> addresses, IEnumerable<int> ports, CancellationToken cancellation)
    {
        List<KeyValue> held = [];
        foreach (var key in addresses.Select(KeyOf).Concat(ports.Select(KeyOf)))
        {
            if (await store.GetAsync(key, cancellation: cancellation) is { } value && IsOf(value, owner)) held.Add(value);
        }

        return held;
    }

    /// <summary>Makes a key the Service's, whose ever it was, if it is still at that revision (0: not there).</summary>
    /// <returns>Whether it was.</returns>
    public async ValueTask<bool> AssignAsync(ObjectMeta owner, Address address, long revision, CancellationToken cancellation)
    {
        var json = ObjectFormat.Encode(IpAddressObjects.Make(address, owner, environment));
        var key = KeyOf(address);
        return (await store.PutAsync(key, transformer.ToStore(key, json), revision, cancellation: cancellation)).Succeeded;
    }

    /// <inheritdoc cref="AssignAsync(ObjectMeta, Address, long, CancellationToken)"/>
    public async ValueTask<bool> AssignAsync(ObjectMeta owner, int port, long revision, CancellationToken cancellation)
    {
        var key = KeyOf(port);
        return (await store.PutAsync(key, transformer.ToStore(key, Encoding.UTF8.GetBytes(OwnerOf(owner))), revision, cancellation: cancellation)).Succeeded;
    }

    /// <summary>Takes an address or a port away from whoever has it, if it is still at that revision.</summary>
    public async ValueTask RemoveAsync(StoreKey key, long revision, CancellationToken cancellation) =>
        await store.DeleteAsync(key, revision, cancellation);

    /// <summary>The node ports that are given out: to which Service (namespace/name), and at which revision.</summary>
    public async ValueTask<Dictionary<int, (string Owner, long Revision)>> PortsAsync(CancellationToken cancellation)
    {
        var range = await store.RangeAsync(KeyRange.Prefix(PortPrefix), cancellation: cancellation);
        Dictionary<int, (string, long)> ports = [];
        foreach (var item in range.Items)
        {
            if (int.TryParse(item.Key.ToString().AsSpan(PortPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            {
                ports[port] = (Encoding.UTF8.GetString(transformer.FromStore(item.Key, item.Value).Span), item.ModRevision);
            }
        }

        return ports;
    }

    /// <summary>How the owner of a port is noted.</summary>
    public static string OwnerOf(ObjectMeta service) => $"{service.Namespace}/{service.Name}";

    private Operation.Put Put(StoreKey key, byte[] value) => new(key, transformer.ToStore(key, value));

    private bool IsOf(KeyValue value, ObjectMeta owner)
    {
        var bytes = transformer.FromStore(value.Key, value.Value);
        if (!value.Key.ToString().StartsWith(AddressPrefix, StringComparison.Ordinal)) return Encoding.UTF8.GetString(bytes.Span) == OwnerOf(owner);
        return IpAddressObjects.IsOf(KubeCodec.Decode<IPAddress>(bytes.Span), owner);
    }
}
