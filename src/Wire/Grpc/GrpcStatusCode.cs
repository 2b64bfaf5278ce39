namespace Kybernet.Wire.Grpc;

/// <summary>How a call ended, in gRPC's numbers and in the names that Go programs print.</summary>
public enum GrpcStatusCode
{
    /// <summary>It succeeded.</summary>
    OK = 0,

    /// <summary>The caller gave it up.</summary>
    Canceled = 1,

    /// <summary>It failed for a reason that no other code names; containerd's usual answer.</summary>
    Unknown = 2,

    /// <summary>The request makes no sense, whatever the state of the server.</summary>
    InvalidArgument = 3,

    /// <summary>The call's time ran out; the server may have done the work nevertheless.</summary>
    DeadlineExceeded = 4,

    /// <summary>What was asked for is not there.</summary>
    NotFound = 5,

    /// <summary>What was to be created is there already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known but may not.</summary>
    PermissionDenied = 7,

    /// <summary>A quota, a buffer or a message size is exhausted.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the operation needs.</summary>
    FailedPrecondition = 9,

    /// <summary>Another operation came in between.</summary>
    Aborted = 10,

    /// <summary>The operation went past a valid range, such as a compacted revision.</summary>
    OutOfRange = 11,

    /// <summary>The server does not know the method.</summary>
    Unimplemented = 12,

    /// <summary>An invariant of one of the two sides is broken.</summary>
    Internal = 13,

    /// <summary>The server cannot be reached now; trying again may help.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or corrupt.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}
