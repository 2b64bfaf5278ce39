using Google.Protobuf;
using Kybernet.Storage.Etcd;
using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Serving;

/// <summary>etcd's Maintenance service: state, hashes, snapshots, defragmentation.</summary>
internal sealed class MaintenanceService(IEmbeddedStore store, EtcdMember member)
{
    /// <summary>Clients decide by this what they may ask for: progress requests that can be trusted are there from 3.5.13 on.</summary>
    public const string Version = "3.5.21";

    private const int BlobBytes = 64 * 1024;

    public void AddTo(GrpcServer server)
    {
        server.Serve(EtcdMethods.Status, StatusAsync);
        server.Serve(EtcdMethods.Alarm, AlarmAsync);
        server.Serve(EtcdMethods.Defragment, DefragmentAsync);
        server.Serve(EtcdMethods.Hash, HashAsync);
        server.Serve(EtcdMethods.HashKv, HashKvAsync);
        server.MapServerStream(EtcdMethods.Snapshot, SnapshotAsync);
    }

    private async ValueTask<StatusResponse> StatusAsync(StatusRequest request, CancellationToken cancellation)
    {
        var size = await SizeAsync(cancellation);
        var revision = (ulong)store.CurrentRevision;
        StatusResponse response = new()
        {
            Header = member.Header(),
            Version = Version,
            StorageVersion = Version[..Version.LastIndexOf('.')],
            DbSize = size.AllocatedBytes,
            DbSizeInUse = size.UsedBytes,
            Leader = member.Id,
            RaftTerm = EtcdMember.RaftTerm,
            RaftIndex = revision,
            RaftAppliedIndex = revision,
        };
        if (store.Ailment is { } ailment) response.Errors.Add(ailment.Message);
        return response;
    }

    /// <summary>While the store refuses writes its size cannot be asked for, but how it is can.</summary>
    private async ValueTask<StoreSize> SizeAsync(CancellationToken cancellation)
    {
        try
        {
            return await store.MeasureAsync(cancellation);
        }
        catch (StoreUnavailableException)
        {
            return default;
        }
    }

    /// <summary>
    /// There is one alarm, and it is on while the store refuses writes. Nobody can set or silence it: it goes when its cause has gone.
    /// </summary>
    private ValueTask<AlarmResponse> AlarmAsync(AlarmRequest request, CancellationToken cancellation)
    {
        if (request.Action == AlarmRequest.Types.AlarmAction.Activate)
            throw new GrpcException(GrpcStatusCode.Unimplemented, "etcdserver: alarms are raised by the store itself, and go when their cause has gone");
        AlarmResponse response = new() { Header = member.Header() };
        if (store.Ailment is not null && request.Action == AlarmRequest.Types.AlarmAction.Get)
            response.Alarms.Add(new AlarmMember { MemberID = member.Id, Alarm = AlarmType.Nospace });
        return ValueTask.FromResult(response);
    }

    private async ValueTask<DefragmentResponse> DefragmentAsync(DefragmentRequest request, CancellationToken cancellation)
    {
        await store.DefragmentAsync(cancellation);
        return new DefragmentResponse { Header = member.Header() };
    }

    private async ValueTask<HashResponse> HashAsync(HashRequest request, CancellationToken cancellation)
    {
        var found = await store.RangeAsync(KeyRange.All, cancellation: cancellation);
        return new HashResponse { Header = member.Header(found.Revision), Hash = Sqlite.Checksum.Of(found.Items) };
    }

    private async ValueTask<HashKVResponse> HashKvAsync(HashKVRequest request, CancellationToken cancellation)
    {
        var found = await store.RangeAsync(KeyRange.All, new RangeOptions { Revision = Math.Max(0, request.Revision) }, cancellation);
        return new HashKVResponse
        {
            Header = member.Header(found.Revision),
            Hash = Sqlite.Checksum.Of(found.Items),
            CompactRevision = store.CompactedRevision,
            HashRevision = request.Revision > 0 ? request.Revision : found.Revision,
        };
    }

    private async Task SnapshotAsync(SnapshotRequest request, GrpcServerCall<SnapshotRequest, SnapshotResponse> call)
    {
        StoreImage image;
        try
        {
            image = await store.CaptureAsync(call.Cancellation);
        }
        catch (StoreException refusal)
        {
            throw EtcdError.Of(refusal);
        }
        await using BlobStream blobs = new(SnapshotFile.Length(image), BlobBytes, (blob, remaining) => call.WriteAsync(new SnapshotResponse
        {
            Header = member.Header(image.Revision),
            Blob = UnsafeByteOperations.UnsafeWrap(blob),
            RemainingBytes = (ulong)remaining,
            Version = Version,
        }));
        await SnapshotFile.WriteAsync(image, blobs, call.Cancellation);
    }
}
