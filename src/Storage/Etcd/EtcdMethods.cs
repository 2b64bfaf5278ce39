using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Etcd;

/// <summary>The methods of etcd's API that are used.</summary>
internal static class EtcdMethods
{
    public static GrpcMethod<RangeRequest, RangeResponse> Range { get; } =
        GrpcMethod.Protobuf<RangeRequest, RangeResponse>("/etcdserverpb.KV/Range");

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
}
