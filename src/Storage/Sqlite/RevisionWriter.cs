using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Sqlite;

/// <summary>Writes a batch as one SQLite transaction.</summary>
internal sealed class RevisionWriter(Database database) : IDisposable
{
    private readonly Statement _begin = database.Prepare("BEGIN IMMEDIATE");
    private readonly Statement _commit = database.Prepare("COMMIT");
    private readonly Statement _insert = database.Prepare("INSERT INTO revision VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    private readonly LeaseRows _leases = new(database);
    private readonly Mark _compacted = new(database, Mark.Compacted);

    /// <summary>Writes it, and sweeps along where there is a sweeper.</summary>
    public void Write(CommitBatch batch, Sweeper? sweeper = null)
    {
        _begin.Run();
        WriteEvents(batch.Events);
        foreach (var lease in batch.GrantedLeases) _leases.Insert(lease);
        foreach (var id in batch.EndedLeases) _leases.Delete(id);
        if (batch.CompactRevision > 0) _compacted.Move(batch.CompactRevision);
        var swept = sweeper?.SweepAlong(batch.Events) ?? 0;
        _commit.Run();
        sweeper?.NoteSwept(swept);
    }

    public void Dispose()
    {
        foreach (var part in new IDisposable[] { _begin, _commit, _insert, _leases, _compacted }) part.Dispose();
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
