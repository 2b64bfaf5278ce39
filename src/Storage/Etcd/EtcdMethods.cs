using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Etcd;

/// <summary>The methods of etcd's API that are called or served.</summary>
internal static class EtcdMethods
{
    public static GrpcMethod<RangeRequest, RangeResponse> Range { get; } =
        GrpcMethod.Protobuf<RangeRequest, RangeResponse>("/etcdserverpb.KV/Range");

    public static GrpcMethod<PutRequest, PutResponse> Put { get; } = GrpcMethod.Protobuf<PutRequest, PutResponse>("/etcdserverpb.KV/Put");

    public static GrpcMethod<DeleteRangeRequest, DeleteRangeResponse> DeleteRange { get; } =
        GrpcMethod.Protobuf<DeleteRangeRequest, DeleteRangeResponse>("/etcdserverpb.KV/DeleteRange");

    public static GrpcMethod<TxnRequest, TxnResponse> Txn { get; } = GrpcMethod.Protobuf<TxnRequest, TxnResponse>("/etcdserverpb.KV/Txn");

    public static GrpcMethod<CompactionRequest, CompactionResponse> Compact { get; } =
        GrpcMethod.Protobuf<CompactionRequest, CompactionResponse>("/etcdserverpb.KV/Compact");

    public static GrpcMethod<WatchRequest, WatchResponse> Watch { get; } =
        GrpcMethod.Protobuf<WatchRequest, WatchResponse>("/etcdserverpb.Watch/Watch");

    public static GrpcMethod<LeaseGrantRequest, LeaseGrantResponse> LeaseGrant { get; } =
        GrpcMethod.Protobuf<LeaseGrantRequest, LeaseGrantResponse>("/etcdserverpb.Lease/LeaseGrant");

    public static GrpcMethod<LeaseRevokeRequest, LeaseRevokeResponse> LeaseRevoke { get; } =
        GrpcMethod.Protobuf<LeaseRevokeRequest, LeaseRevokeResponse>("/etcdserverpb.Lease/LeaseRevoke");

    /// <summary>A stream in etcd; one request and one answer make a call, when the client says that it is done.</summary>
    public static GrpcMethod<LeaseKeepAliveRequest, LeaseKeepAliveResponse> LeaseKeepAlive { get; } =
        GrpcMethod.Protobuf<LeaseKeepAliveRequest, LeaseKeepAliveResponse>("/etcdserverpb.Lease/LeaseKeepAlive");

    public static GrpcMethod<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse> LeaseTimeToLive { get; } =
        GrpcMethod.Protobuf<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse>("/etcdserverpb.Lease/LeaseTimeToLive");

    public static GrpcMethod<LeaseLeasesRequest, LeaseLeasesResponse> LeaseLeases { get; } =
        GrpcMethod.Protobuf<LeaseLeasesRequest, LeaseLeasesResponse>("/etcdserverpb.Lease/LeaseLeases");

    public static GrpcMethod<MemberListRequest, MemberListResponse> MemberList { get; } =
        GrpcMethod.Protobuf<MemberListRequest, MemberListResponse>("/etcdserverpb.Cluster/MemberList");

    public static GrpcMethod<StatusRequest, StatusResponse> Status { get; } =
        GrpcMethod.Protobuf<StatusRequest, StatusResponse>("/etcdserverpb.Maintenance/Status");

    public static GrpcMethod<AlarmRequest, AlarmResponse> Alarm { get; } =
        GrpcMethod.Protobuf<AlarmRequest, AlarmResponse>("/etcdserverpb.Maintenance/Alarm");

    public static GrpcMethod<DefragmentRequest, DefragmentResponse> Defragment { get; } =
        GrpcMethod.Protobuf<DefragmentRequest, DefragmentResponse>("/etcdserverpb.Maintenance/Defragment");

    public static GrpcMethod<HashRequest, HashResponse> Hash { get; } =
        GrpcMethod.Protobuf<HashRequest, HashResponse>("/etcdserverpb.Maintenance/Hash");

    public static GrpcMethod<HashKVRequest, HashKVResponse> HashKv { get; } =
        GrpcMethod.Protobuf<HashKVRequest, HashKVResponse>("/etcdserverpb.Maintenance/HashKV");

    public static GrpcMethod<SnapshotRequest, SnapshotResponse> Snapshot { get; } =
        GrpcMethod.Protobuf<SnapshotRequest, SnapshotResponse>("/etcdserverpb.Maintenance/Snapshot");

    public static GrpcMethod<AuthStatusRequest, AuthStatusResponse> AuthStatus { get; } =
        GrpcMethod.Protobuf<AuthStatusRequest, AuthStatusResponse>("/etcdserverpb.Auth/AuthStatus");
}
