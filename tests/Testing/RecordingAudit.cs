using System.Collections.Concurrent;
using Kybernet.ApiServer;

namespace Kybernet.Testing.Tests;

/// <summary>Remembers who wrote what.</summary>
internal sealed class RecordingAudit : IAuditSink
{
    private readonly ConcurrentQueue<(string User, string Verb, string Resource, string Subresource)> _events = [];

    public AuditLevel LevelFor(AuthorizationAttributes attributes) => AuditLevel.Metadata;

    public void Record(AuditEvent audit)
    {
        if (audit.Code is >= 200 and < 300)
            _events.Enqueue((audit.Attributes.User.Name, audit.Attributes.Verb, audit.Attributes.Resource, audit.Attributes.Subresource));
    }

    /// <summary>Whether all these happened, one after the other.</summary>
    public bool InOrder(params (string, string, string, string)[] steps)
    {
        var found = 0;
        foreach (var e in _events)
        {
            if (found < steps.Length && e == steps[found]) found++;
        }

        return found == steps.Length;
    }

    public override string ToString() => string.Join("\n", _events.Where(e => e.Verb is not ("get" or "list" or "watch")));
}
