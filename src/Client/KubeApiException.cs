using Kybernet.Api.Meta.V1;

namespace Kybernet.Client;

/// <summary>The API answered with a failure Status.</summary>
/// <param name="status">What the server said.</param>
public sealed class KubeApiException(Status status) : Exception(status.Message)
{
    /// <summary>The answer.</summary>
    public Status Status { get; } = status;

    /// <summary>The HTTP status code.</summary>
    public int Code => Status.Code;

    /// <summary>The machine-readable reason: NotFound, Conflict, AlreadyExists ...</summary>
    public string Reason => Status.Reason;

    /// <summary>No such object, or no such resource.</summary>
    public bool IsNotFound => Reason == "NotFound";

    /// <summary>The object was changed since it was read, or a precondition does not hold.</summary>
    public bool IsConflict => Reason == "Conflict";

    /// <summary>There is an object of that name.</summary>
    public bool IsAlreadyExists => Reason == "AlreadyExists";

    /// <summary>The revision asked for is compacted, or a continue token is too old.</summary>
    public bool IsGone => Code == 410;

    /// <summary>The caller may not do this.</summary>
    public bool IsForbidden => Reason == "Forbidden";

    /// <summary>The namespace is being deleted: nothing new can be made in it.</summary>
    public bool IsNamespaceTerminating =>
        Status.Details?.Causes.Any(static c => c.Reason == "NamespaceTerminating") == true;
}
