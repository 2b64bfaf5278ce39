using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer;

/// <summary>Where it is written down who did what (upstream's audit backend with its policy).</summary>
public interface IAuditSink
{
    /// <summary>How much of such a request is to be told. Asked once, after authentication.</summary>
    AuditLevel LevelFor(AuthorizationAttributes attributes);

    /// <summary>Takes one event. Must not block: it is called on the request's way.</summary>
    void Record(AuditEvent audit);
}

/// <summary>How much the audit log tells of a request.</summary>
public enum AuditLevel
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Who asked for what, and how it ended.</summary>
    Metadata,

    /// <summary>Also what was sent.</summary>
    Request,

    /// <summary>Also what was answered.</summary>
    RequestResponse,
}

/// <summary>How far the request was when the event was made.</summary>
public enum AuditStage
{
    /// <summary>A watch has been let in; its end is told as <see cref="ResponseComplete"/>.</summary>
    ResponseStarted,

    /// <summary>All is said and done.</summary>
    ResponseComplete,

    /// <summary>The server failed on its own account.</summary>
    Panic,
}

/// <summary>One line of the audit log (audit.k8s.io/v1 Event).</summary>
public sealed record AuditEvent
{
    /// <summary>The id that the answer carries as <c>Audit-Id</c>.</summary>
    public required string AuditId { get; init; }

    /// <summary>How much is told.</summary>
    public required AuditLevel Level { get; init; }

    /// <summary>When in the request's life this is.</summary>
    public required AuditStage Stage { get; init; }

    /// <summary>Who asked for what.</summary>
    public required AuthorizationAttributes Attributes { get; init; }

    /// <summary>Path and query as sent; of an in-process request as it would be over HTTP.</summary>
    public required string RequestUri { get; init; }

    /// <summary>When the request came in.</summary>
    public required DateTimeOffset RequestReceived { get; init; }

    /// <summary>When this event was made.</summary>
    public required DateTimeOffset StageReached { get; init; }

    /// <summary>The HTTP status code; 0 before there is one.</summary>
    public int Code { get; init; }

    /// <summary>The failure, if it was one.</summary>
    public Status? Failure { get; init; }

    /// <summary>Whether the request was allowed.</summary>
    public AuthorizationDecision Decision { get; init; }

    /// <summary>What was sent, as it came; empty below <see cref="AuditLevel.Request"/>.</summary>
    public ReadOnlyMemory<byte> RequestBody { get; init; }

    /// <summary>The object answered, as JSON; empty below <see cref="AuditLevel.RequestResponse"/> and for lists and watches.</summary>
    public ReadOnlyMemory<byte> ResponseBody { get; init; }

    /// <summary>The addresses the request came from; empty in process.</summary>
    public IReadOnlyList<string> SourceAddresses { get; init; } = [];

    /// <summary>The client's User-Agent, or empty.</summary>
    public string UserAgent { get; init; } = "";
}
