using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Serving;

/// <summary>etcd's errors: clients know them by their texts.</summary>
internal static class EtcdError
{
    public static GrpcException EmptyKey { get; } = Invalid("key is not provided");
    public static GrpcException ValueProvided { get; } = Invalid("value is provided");
    public static GrpcException LeaseProvided { get; } = Invalid("lease is provided");
    public static GrpcException TooManyOperations { get; } = Invalid("too many operations in txn request");
    public static GrpcException DuplicateKey { get; } = Invalid("duplicate key given in txn request");
    public static GrpcException InvalidSortOption { get; } = Invalid("invalid sort option");
    public static GrpcException RequestTooLarge { get; } = Invalid("request is too large");
    public static GrpcException LeaseTtlTooLarge { get; } = new(GrpcStatusCode.OutOfRange, "etcdserver: too large lease TTL");

    /// <summary>What a refusal of the store is in etcd's words.</summary>
    public static GrpcException Of(StoreException refusal) => refusal switch
    {
        CompactedException => new(GrpcStatusCode.OutOfRange, "etcdserver: mvcc: required revision has been compacted", refusal),
        FutureRevisionException => new(GrpcStatusCode.OutOfRange, "etcdserver: mvcc: required revision is a future revision", refusal),
        LeaseNotFoundException => new(GrpcStatusCode.NotFound, "etcdserver: requested lease not found", refusal),
        LeaseExistsException => new(GrpcStatusCode.FailedPrecondition, "etcdserver: lease already exists", refusal),
        MissingKeyException => new(GrpcStatusCode.InvalidArgument, "etcdserver: key not found", refusal),
        TransactionTooLargeException => RequestTooLarge,
        // Whether it was done nobody can say: this is what etcd says then.
        CommitOutcomeUnknownException => new(GrpcStatusCode.Unavailable, "etcdserver: request timed out", refusal),
        // Nothing was done, and clients may try again, as with an etcd whose members have no leader.
        StoreUnavailableException => new(GrpcStatusCode.Unavailable, $"etcdserver: no leader: {refusal.Message}", refusal),
        _ => new(GrpcStatusCode.Unknown, refusal.Message, refusal),
    };

    private static GrpcException Invalid(string text) => new(GrpcStatusCode.InvalidArgument, $"etcdserver: {text}");
}
