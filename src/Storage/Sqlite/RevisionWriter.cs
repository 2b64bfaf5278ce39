using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Sqlite;

/// <summary>Writes a batch as one SQLite transaction.</summary>
internal sealed class RevisionWriter(Database database) : IDisposable
{
    private readonly Statement _begin = database.Prepare("BEGIN IMMEDIATE");
    private readonly Statement _commit = database.Prepare("COMMIT");
    private readonly Statement _insert = database.Prepare("INSERT INTO revision VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    private readonly Statement _grant = database.Prepare("INSERT INTO lease VALUES (?1, ?2)");
    private readonly Statement _end = database.Prepare("DELETE FROM lease WHERE id = ?1");
    private readonly Statement _compact = database.Prepare("UPDATE mark SET revision = ?1 WHERE name = 'compacted'");

    public void Write(CommitBatch batch)
    {
        _begin.Run();
        WriteEvents(batch.Events);
        foreach (var lease in batch.GrantedLeases)
        {
            _grant.Bind(1, lease.Id);
            _grant.Bind(2, lease.TtlSeconds);
            _grant.Run();
        }
        foreach (var id in batch.EndedLeases)
        {
            _end.Bind(1, id);
            _end.Run();
        }
        if (batch.CompactRevision > 0)
        {
            _compact.Bind(1, batch.CompactRevision);
            _compact.Run();
        }
        _commit.Run();
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _commit, _insert, _grant, _end, _compact }) statement.Dispose();
    }

    private void WriteEvents(List<StoreEvent> events)
    {
        var revision = 0L;
        var place = 0;
        foreach (var change in events)
        {
            place = change.Revision == revision ? place + 1 : 0;
            revision = change.Revision;
            Write(RowId.Of(revision, place), change.Previous?.ModRevision ?? 0, change.KeyValue);
        }
    }

    private void Write(long id, long previous, KeyValue item)
    {
        _insert.Bind(1, id);
        _insert.Bind(2, previous);
        _insert.Bind(3, item.CreateRevision);
        _insert.Bind(4, item.Version);
        _insert.Bind(5, item.LeaseId);
        _insert.Bind(6, Checksum.Of(id, previous, item));
        _insert.Bind(7, item.Key.Span);
        _insert.Bind(8, item.Value.Span);
        _insert.Run();
    }
}
