using System.Collections.Concurrent;
using Kybernet.ApiServer;

namespace Kybernet.Testing.Tests;

/// <summary>Remembers who wrote what, successfully, and in which order.</summary>
internal sealed class RecordingAudit : IAuditSink
{
    private readonly ConcurrentQueue<AuthorizationAttributes> _events = [];

    /// <summary>The writes to these resources as <c>USER VERB RESOURCE[/SUBRESOURCE]</c>.</summary>
    public IReadOnlyList<string> WritesTo(params string[] resources) =>
        [.. _events.Where(e => resources.Contains(e.Resource)).Select(static e => $"{e.User.Name} {e.Verb} {Target(e)}")];

    public AuditLevel LevelFor(AuthorizationAttributes attributes) =>
        attributes.Verb is "get" or "list" or "watch" ? AuditLevel.None : AuditLevel.Metadata;

    public void Record(AuditEvent audit)
    {
        if (audit.Stage == AuditStage.ResponseComplete && audit.Code is >= 200 and < 300) _events.Enqueue(audit.Attributes);
    }

    private static string Target(AuthorizationAttributes e) => e.Subresource.Length == 0 ? e.Resource : $"{e.Resource}/{e.Subresource}";
}
