using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Etcd;

/// <summary>
/// etcd's leases. etcd counts whole seconds, lets no lease live for less than a second and a half times its election timeout, and looks
/// for ended ones twice a second.
/// </summary>
internal sealed class EtcdLeases(EtcdBackedStore store, EtcdClient client, KeySpace space, EtcdStoreOptions options) : ILeases
{
    public async ValueTask<Lease> GrantAsync(long ttlSeconds, long leaseId = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ttlSeconds, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ttlSeconds, ILeases.LongestTtlSeconds);
        ArgumentOutOfRangeException.ThrowIfNegative(leaseId);
        store.RequireServing();
        try
        {
            var granted = await client.WriteAsync(
                EtcdMethods.LeaseGrant, new LeaseGrantRequest { TTL = ttlSeconds, ID = leaseId }, cancellation);
            return new Lease(granted.ID, granted.TTL);
        }
        catch (EtcdException e)
        {
            throw Refusal(e, leaseId);
        }
    }

    public async ValueTask<Lease> KeepAliveAsync(long leaseId, CancellationToken cancellation = default)
    {
        store.RequireServing();
        var call = client.Open(EtcdMethods.LeaseKeepAlive, options.RequestTimeout, out var endpoint, cancellation);
        try
        {
            await using var open = call;
            await call.WriteAsync(new LeaseKeepAliveRequest { ID = leaseId }, cancellation);
            call.CompleteWriting();
            await foreach (var alive in call.ReadAllAsync(cancellation))
                // etcd says so of a lease that it does not know.
                return alive.TTL > 0 ? new Lease(alive.ID, alive.TTL) : throw new LeaseNotFoundException(leaseId);
            throw new StoreUnavailableException("etcd has not answered");
        }
        catch (GrpcException e)
        {
            client.Leave(endpoint);
            throw new StoreUnavailableException($"the lease could not be renewed: {e.Message}", e);
        }
    }

    public async ValueTask<long> RevokeAsync(long leaseId, CancellationToken cancellation = default)
    {
        store.RequireServing();
        try
        {
            var revoked = await client.WriteAsync(EtcdMethods.LeaseRevoke, new LeaseRevokeRequest { ID = leaseId }, cancellation);
            await store.ShowAsync(revoked.Header.Revision);
            return revoked.Header.Revision;
        }
        catch (EtcdException e)
        {
            throw Refusal(e, leaseId);
        }
    }

    public async ValueTask<LeaseStatus> TimeToLiveAsync(long leaseId, CancellationToken cancellation = default)
    {
        store.RequireServing();
        try
        {
            var status = await client.ReadAsync(
                EtcdMethods.LeaseTimeToLive, new LeaseTimeToLiveRequest { ID = leaseId, Keys = true }, cancellation);
            if (status.TTL < 0) throw new LeaseNotFoundException(leaseId);
            var keys = new List<StoreKey>();
            foreach (var theirs in status.Keys)
                if (space.TryFromEtcd(theirs, out var key)) keys.Add(key);
            keys.Sort();
            return new LeaseStatus(new Lease(status.ID, status.GrantedTTL), TimeSpan.FromSeconds(status.TTL), keys);
        }
        catch (EtcdException e)
        {
            throw Refusal(e, leaseId);
        }
    }

    public async ValueTask<IReadOnlyList<long>> ListAsync(CancellationToken cancellation = default)
    {
        store.RequireServing();
        try
        {
            var all = await client.ReadAsync(EtcdMethods.LeaseLeases, new LeaseLeasesRequest(), cancellation);
            return [.. all.Leases.Select(lease => lease.ID).Order()];
        }
        catch (EtcdException e)
        {
            throw e.ToStoreException();
        }
    }

    private static StoreException Refusal(EtcdException e, long leaseId) => e.Failure switch
    {
        EtcdFailure.LeaseNotFound => new LeaseNotFoundException(leaseId),
        EtcdFailure.LeaseExists => new LeaseExistsException(leaseId),
        _ => e.ToStoreException(),
    };
}
