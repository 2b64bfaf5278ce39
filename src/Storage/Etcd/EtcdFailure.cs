using System.Net.Http;
using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Etcd;

/// <summary>What it means that a call to etcd failed.</summary>
internal enum EtcdFailure
{
    /// <summary>Nobody can say whether it was done.</summary>
    Unknown,

    /// <summary>It was not done: etcd was not reached, or has no leader. Somebody else, or the same a little later, may do it.</summary>
    NotDone,

    /// <summary>It was not done, and trying again soon will not help.</summary>
    Unavailable,

    /// <summary>It never will be done.</summary>
    Refused,

    /// <summary>The answer is larger than we take.</summary>
    AnswerTooLarge,

    /// <summary>It asks for a revision that is compacted.</summary>
    Compacted,

    /// <summary>It asks for a revision that has not come yet.</summary>
    Future,

    /// <summary>It names a lease that does not exist.</summary>
    LeaseNotFound,

    /// <summary>It wants a lease id that is taken.</summary>
    LeaseExists,

    /// <summary>It wants to keep the value or the lease of a key that does not exist.</summary>
    KeyNotFound,

    /// <summary>The transaction has too many operations.</summary>
    TooManyOperations,
}

/// <summary>Reads failures. etcd's errors are known by their text, as etcd's own client knows them.</summary>
internal static class EtcdFailures
{
    private static readonly (string Text, EtcdFailure Failure)[] Known =
    [
        ("required revision has been compacted", EtcdFailure.Compacted),
        ("required revision is a future revision", EtcdFailure.Future),
        ("requested lease not found", EtcdFailure.LeaseNotFound),
        ("lease already exists", EtcdFailure.LeaseExists),
        ("key not found", EtcdFailure.KeyNotFound),
        ("too many operations in txn request", EtcdFailure.TooManyOperations),
        ("database space exceeded", EtcdFailure.Unavailable),
        ("too many requests", EtcdFailure.NotDone),
        ("no leader", EtcdFailure.NotDone),
        ("not supported for learner", EtcdFailure.NotDone),
        ("trying to receive message larger than max", EtcdFailure.AnswerTooLarge),
    ];

    public static EtcdFailure Of(GrpcException error)
    {
        foreach (var (text, failure) in Known)
            if (error.Detail.Contains(text, StringComparison.Ordinal)) return failure;
        return error.Code switch
        {
            GrpcStatusCode.InvalidArgument or GrpcStatusCode.PermissionDenied or GrpcStatusCode.Unauthenticated or GrpcStatusCode.NotFound
                or GrpcStatusCode.FailedPrecondition or GrpcStatusCode.OutOfRange or GrpcStatusCode.Unimplemented
                or GrpcStatusCode.ResourceExhausted => EtcdFailure.Refused,
            GrpcStatusCode.Unavailable when WasNotSent(error) => EtcdFailure.NotDone,
            _ => EtcdFailure.Unknown,
        };
    }

    /// <summary>Whether there was no connection to send it over, or the server says that it has not looked at it.</summary>
    private static bool WasNotSent(GrpcException error)
    {
        const long refusedStream = 7;
        for (var e = error.InnerException; e is not null; e = e.InnerException)
        {
            if (e is HttpProtocolException { ErrorCode: refusedStream }) return true;
            if (e is HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.VersionNegotiationError,
                })
                return true;
            // Making the connection took too long; other deadlines are told as such.
            if (e is OperationCanceledException { InnerException: TimeoutException }) return true;
        }
        return false;
    }
}

/// <summary>A failure with its meaning, on its way to whoever knows what was asked for.</summary>
internal sealed class EtcdException(EtcdFailure failure, GrpcException cause) : Exception(cause.Message, cause)
{
    public EtcdFailure Failure => failure;

    /// <summary>What it is to the store's users when they could not have known better.</summary>
    public StoreException ToStoreException() => failure switch
    {
        EtcdFailure.Unavailable => new StoreUnavailableException(Message, this),
        _ => new StoreRefusedException(Message, this),
    };
}
