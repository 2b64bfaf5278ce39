using System.Globalization;
using System.Text;
using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Pipeline.Writing;
using Kybernet.ApiServer.Registry;
using Kybernet.Base;
using Kybernet.Storage;
using Address = System.Net.IPAddress;

namespace Kybernet.ApiServer.Strategies.Services.Allocation;

/// <summary>
/// What is given out, in the store: an IPAddress object for each address, and a key for each node port. Whoever creates the key
/// has it; so nothing is given out twice, whoever asks at the same time, through whichever server, and whatever becomes of it.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="transformer">What values go through on their way into it.</param>
/// <param name="environment">Clock and chance.</param>
internal sealed class AllocationRegister(IStore store, IValueTransformer transformer, ExecutionEnvironment environment)
{
    private const int MaxTries = 4;
    private const string PortPrefix = StorePrefix.Root + "ranges/servicenodeports/";

    private static readonly string AddressPrefix = StorePrefix.For(IPAddress.Resource.Gvr);

    /// <summary>The key of an address.</summary>
    public static StoreKey KeyOf(Address address) => StoreKey.Parse(AddressPrefix + address);

    /// <summary>The key of a node port.</summary>
    public static StoreKey KeyOf(int port) => StoreKey.Parse(PortPrefix + port.ToString(CultureInfo.InvariantCulture));

    /// <summary>Takes addresses and ports for a Service, all or none.</summary>
    /// <returns>The revision since when it has them; or the keys that somebody else has.</returns>
    /// <exception cref="Client.KubeApiException">The store failed.</exception>
    public async ValueTask<(long Revision, IReadOnlySet<StoreKey> Taken)> TakeAsync(
        ObjectMeta owner, IEnumerable<Address> addresses, IEnumerable<int> ports, CancellationToken cancellation)
    {
        List<Operation> puts =
        [
            .. addresses.Select(a => Put(KeyOf(a), ObjectFormat.Encode(IpAddressObjects.Make(a, owner, environment)))),
            .. ports.Select(p => Put(KeyOf(p), Encoding.UTF8.GetBytes(OwnerOf(owner)))),
        ];
        List<StoreKey> keys = [.. puts.Select(static p => ((Operation.Put)p).Key)];
        try
        {
            var result = await store.CommitAsync(
                new() { Compares = [.. keys.Select(Compare.Absent)], Success = puts, Failure = [.. keys.Select(static k => new Operation.Get(k))] }, cancellation);
            return result.Succeeded ? (result.Revision, new HashSet<StoreKey>()) : (0, Existing(result));
        }
        catch (StoreException e)
        {
            throw StoreFailure.Explain(e);
        }
    }

    /// <summary>Gives back what was taken at a revision, unless it has changed since.</summary>
    public ValueTask ReleaseAsync(long revision, IEnumerable<StoreKey> keys, CancellationToken cancellation) =>
        ReleaseAsync(keys, value => value.ModRevision == revision, cancellation);

    /// <summary>Gives back what a Service has; what others have stays theirs.</summary>
    public ValueTask ReleaseAsync(ObjectMeta owner, IEnumerable<Address> addresses, IEnumerable<int> ports, CancellationToken cancellation) =>
        ReleaseAsync([.. addresses.Select(KeyOf), .. ports.Select(KeyOf)], value => IsOf(value, owner), cancellation);

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

    private static HashSet<StoreKey> Existing(TransactionResult result) =>
        [.. result.Responses.OfType<OperationResult.Get>().Where(static g => g.KeyValue is not null).Select(static g => g.KeyValue!.Key)];

    private bool IsOf(KeyValue value, ObjectMeta owner)
    {
        var bytes = transformer.FromStore(value.Key, value.Value);
        if (!value.Key.ToString().StartsWith(AddressPrefix, StringComparison.Ordinal)) return Encoding.UTF8.GetString(bytes.Span) == OwnerOf(owner);
        return IpAddressObjects.IsOf(KubeCodec.Decode<IPAddress>(bytes.Span), owner);
    }

    // What somebody changes meanwhile is looked at again.
    private async ValueTask ReleaseAsync(IEnumerable<StoreKey> keys, Func<KeyValue, bool> isOurs, CancellationToken cancellation)
    {
        List<StoreKey> left = [.. keys];
        for (var tries = 0; left.Count > 0 && tries < MaxTries; tries++)
        {
            List<KeyValue> ours = [];
            foreach (var key in left)
            {
                if (await store.GetAsync(key, cancellation: cancellation) is { } value && isOurs(value)) ours.Add(value);
            }

            if (ours.Count == 0) return;
            var result = await store.CommitAsync(
                new()
                {
                    Compares = [.. ours.Select(static v => Compare.Unchanged(v.Key, v.ModRevision))],
                    Success = [.. ours.Select(static v => new Operation.Delete(v.Key))],
                },
                cancellation);
            if (result.Succeeded) return;
            left = [.. ours.Select(static v => v.Key)];
        }
    }
}
