using System.Net;
using System.Text;
using Kybernet.ApiServer.Registry;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Strategies.Services.Repair;

/// <summary>
/// Which API servers live: each keeps a key with its address in the store, which a lease deletes when it is not kept alive (upstream's
/// master leases). Upstream's keys, lifetimes and values, so that its servers and ours see each other.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="own">Where this server is reached.</param>
internal sealed class MasterLeases(IStore store, IPAddress own)
{
    /// <summary>Upstream's: a server that has died counts for so long.</summary>
    private const long TtlSeconds = 15;

    private static readonly StoreKey Prefix = StoreKey.Parse(StorePrefix.Root + "masterleases/");

    private readonly StoreKey _key = StoreKey.Parse($"{StorePrefix.Root}masterleases/{own}");
    private long _lease;

    /// <summary>Says that this server lives, for another <see cref="TtlSeconds"/>.</summary>
    public async ValueTask RenewAsync(CancellationToken cancellation)
    {
        if (_lease != 0 && await KeepAliveAsync(cancellation)) return;
        var lease = await store.Leases.GrantAsync(TtlSeconds, cancellation: cancellation);
        // In the place of what the same server has left before it died.
        await store.PutAsync(_key, Value(), leaseId: lease.Id, cancellation: cancellation);
        _lease = lease.Id;
    }

    /// <summary>The addresses of all servers that live, in order.</summary>
    public async ValueTask<IReadOnlyList<IPAddress>> ListAsync(CancellationToken cancellation)
    {
        await store.CatchUpAsync(cancellation);
        var found = await store.RangeAsync(KeyRange.Prefix(Prefix), new RangeOptions { KeysOnly = true }, cancellation);
        List<IPAddress> addresses = [];
        foreach (var item in found.Items)
            if (IPAddress.TryParse(Encoding.UTF8.GetString(item.Key.Span[Prefix.Length..]), out var address)) addresses.Add(address);
        return addresses;
    }

    /// <summary>Says that this server is going.</summary>
    public async ValueTask RemoveAsync(CancellationToken cancellation)
    {
        if (_lease == 0) return;
        try
        {
            await store.Leases.RevokeAsync(_lease, cancellation);
        }
        catch (LeaseNotFoundException)
        {
            // It has run out meanwhile.
        }
        _lease = 0;
    }

    private async ValueTask<bool> KeepAliveAsync(CancellationToken cancellation)
    {
        try
        {
            await store.Leases.KeepAliveAsync(_lease, cancellation);
            // Somebody may have deleted the key, and the lease does not bring it back.
            return await store.GetAsync(_key, cancellation: cancellation) is not null;
        }
        catch (LeaseNotFoundException)
        {
            return false;
        }
    }

    private byte[] Value() => Encoding.UTF8.GetBytes(
        $$$"""{"kind":"Endpoints","apiVersion":"v1","metadata":{},"subsets":[{"addresses":[{"ip":"{{{own}}}"}]}]}""" + "\n");
}
