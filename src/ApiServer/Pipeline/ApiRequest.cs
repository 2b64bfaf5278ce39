using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Pipeline;

/// <summary>
/// One request on a resource, after authentication and before everything else. It knows nothing of HTTP: the HTTPS front
/// and the in-process transport both make it.
/// </summary>
internal sealed class ApiRequest
{
    /// <summary>Who asks.</summary>
    public required UserInfo User { get; init; }

    /// <summary>get, list, watch, create, update, patch, delete, deletecollection.</summary>
    public required string Verb { get; init; }

    /// <summary>The resource, in the version of the request.</summary>
    public required ResourceDefinition Definition { get; init; }

    /// <summary>The namespace; empty for cluster-scoped resources and across all namespaces.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The object's name; empty for collections.</summary>
    public string Name { get; init; } = "";

    /// <summary>The subresource, or empty.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The query parameters.</summary>
    public QueryValues Query { get; init; } = QueryValues.None;

    /// <summary>What was sent.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The media type of what was sent, without its parameters; empty when it did not say.</summary>
    public string ContentType { get; init; } = "";

    /// <summary>The client's User-Agent; its first word is the field manager of who names none.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>The id under which the request is audited.</summary>
    public string AuditId { get; init; } = "";

    /// <summary>When the request came in.</summary>
    public DateTimeOffset Received { get; init; }

    /// <summary>The addresses it came from; none in process.</summary>
    public IReadOnlyList<string> SourceAddresses { get; init; } = [];

    /// <summary>Path and query, for the audit log.</summary>
    public string RequestUri { get; init; } = "";

    /// <summary>What the client is told in Warning headers, in order and without repetition.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Whether nothing is to be stored.</summary>
    public bool IsDryRun => Query.Has("dryRun");

    private readonly List<string> _warnings = [];

    /// <summary>Tells the client something. A deletecollection does so from several threads.</summary>
    public void Warn(string text)
    {
        lock (_warnings)
        {
            if (!_warnings.Contains(text, StringComparer.Ordinal)) _warnings.Add(text);
        }
    }
}
