using Google.Protobuf;
using Kybernet.Storage.Etcd;
using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Serving;

/// <summary>etcd's Lease service.</summary>
internal sealed class LeaseService(IEmbeddedStore store, EtcdMember member)
{
    /// <summary>etcd grants no shorter ones: one and a half election timeouts of a second.</summary>
    private const long ShortestTtl = 2;

    /// <summary>What clients are told of a lease that does not exist.</summary>
    private const long Ended = -1;

    public void AddTo(GrpcServer server)
    {
        server.Serve(EtcdMethods.LeaseGrant, GrantAsync);
        server.Serve(EtcdMethods.LeaseRevoke, RevokeAsync);
        server.Serve(EtcdMethods.LeaseTimeToLive, TimeToLiveAsync);
        server.Serve(EtcdMethods.LeaseLeases, ListAsync);
        server.MapDuplex(EtcdMethods.LeaseKeepAlive, KeepAliveAsync);
    }

    private async ValueTask<LeaseGrantResponse> GrantAsync(LeaseGrantRequest request, CancellationToken cancellation)
    {
        if (request.TTL > ILeases.LongestTtlSeconds) throw EtcdError.LeaseTtlTooLarge;
        var lease = await store.Leases.GrantAsync(Math.Max(request.TTL, ShortestTtl), request.ID, cancellation);
        return new LeaseGrantResponse { Header = member.Header(), ID = lease.Id, TTL = lease.TtlSeconds };
    }

    private async ValueTask<LeaseRevokeResponse> RevokeAsync(LeaseRevokeRequest request, CancellationToken cancellation) =>
        new() { Header = member.Header(await store.Leases.RevokeAsync(request.ID, cancellation)) };

    private async ValueTask<LeaseTimeToLiveResponse> TimeToLiveAsync(LeaseTimeToLiveRequest request, CancellationToken cancellation)
    {
        LeaseTimeToLiveResponse response = new() { Header = member.Header(), ID = request.ID, TTL = Ended };
        try
        {
            var status = await store.Leases.TimeToLiveAsync(request.ID, cancellation);
            response.TTL = (long)status.Remaining.TotalSeconds;
            response.GrantedTTL = status.Lease.TtlSeconds;
            if (request.Keys) response.Keys.AddRange(status.Keys.Select(static key => UnsafeByteOperations.UnsafeWrap(key.Memory)));
        }
        catch (LeaseNotFoundException)
        {
            // No error in etcd: the answer says that it has ended.
        }
        return response;
    }

    private async ValueTask<LeaseLeasesResponse> ListAsync(LeaseLeasesRequest request, CancellationToken cancellation)
    {
        LeaseLeasesResponse response = new() { Header = member.Header() };
        foreach (var id in await store.Leases.ListAsync(cancellation)) response.Leases.Add(new LeaseStatusEntry { ID = id });
        return response;
    }

    private async Task KeepAliveAsync(GrpcServerCall<LeaseKeepAliveRequest, LeaseKeepAliveResponse> call)
    {
        while (await call.ReadAsync() is { } request)
            await call.WriteAsync(new LeaseKeepAliveResponse
            {
                Header = member.Header(), ID = request.ID, TTL = await KeepAliveAsync(request.ID, call.Cancellation),
            });
    }

    private async ValueTask<long> KeepAliveAsync(long id, CancellationToken cancellation)
    {
        try
        {
            return (await store.Leases.KeepAliveAsync(id, cancellation)).TtlSeconds;
        }
        catch (LeaseNotFoundException)
        {
            // As above.
            return 0;
        }
        catch (StoreException refusal)
        {
            throw EtcdError.Of(refusal);
        }
    }
}
