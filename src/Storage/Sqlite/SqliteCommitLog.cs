using Kybernet.Storage.Engine;
using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Sqlite;

/// <summary>The durable log: one SQLite file in write-ahead mode, one connection, used by the store's writer only.</summary>
/// <param name="path">The file.</param>
/// <param name="files">The file system that it lies in.</param>
/// <param name="sweepTogether">How many compacted revisions are swept at once along with the batches.</param>
internal sealed class SqliteCommitLog(string path, IFileSystem files, int sweepTogether = Sweeper.UsualTogether) : ICommitLog
{
    private Database? _database;
    private RevisionReader? _reader;
    private RevisionWriter? _writer;
    private Sweeper? _sweeper;

    public bool HoldsHistory => true;

    public bool HasSweepWork => _sweeper is { HasWork: true };

    public MvccState Open(TimeSpan now)
    {
        Dispose();
        _database = Schema.Open(path, files);
        try
        {
            _reader = new RevisionReader(_database, path);
            var state = Loader.Load(_database, _reader, path, now);
            _writer = new RevisionWriter(_database);
            _sweeper = new Sweeper(_database, path, sweepTogether);
            return state;
        }
        catch (Exception failure)
        {
            Dispose();
            if (failure is DatabaseException refusal) throw Schema.Explain(refusal, path);
            throw;
        }
    }

    public void Append(CommitBatch batch)
    {
        Opened(_writer).Write(batch, Opened(_sweeper));
        if (batch.CompactRevision > 0) Opened(_sweeper).Compacted = batch.CompactRevision;
    }

    public List<StoreEvent> Read(long from, long to, KeyRange range)
    {
        var reader = Opened(_reader);
        try
        {
            reader.RequireAll(from, to);
            return [.. reader.Read(from, to, range).Select(row => Event(reader, row))];
        }
        catch (DatabaseException failure)
        {
            throw Schema.Explain(failure, path);
        }
    }

    public void Sweep() => Opened(_sweeper).Sweep();

    public bool Shrink()
    {
        if (Opened(_sweeper).ShrinkFully()) return true;
        Opened(_database).Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return false;
    }

    public StoreSize Measure()
    {
        var database = Opened(_database);
        var pages = database.Number("PRAGMA page_count");
        var pageBytes = database.Number("PRAGMA page_size");
        FileInfo writeAheadLog = new(path + "-wal");
        return new StoreSize(
            pages * pageBytes + (writeAheadLog.Exists ? writeAheadLog.Length : 0),
            (pages - database.Number("PRAGMA freelist_count")) * pageBytes);
    }

    public void Dispose()
    {
        _sweeper?.Dispose();
        _writer?.Dispose();
        _reader?.Dispose();
        _database?.Dispose();
        (_sweeper, _writer, _reader, _database) = (null, null, null, null);
    }

    private static StoreEvent Event(RevisionReader reader, RevisionRow row)
    {
        var previous = row.Previous == 0 ? null : reader.Find(row.Item.Key, row.Previous);
        return new StoreEvent(row.IsDeletion ? StoreEventKind.Delete : StoreEventKind.Put, row.Item, previous);
    }

    private T Opened<T>(T? part) =>
        part ?? throw new StoreFileException(path, "it is not open", "It is reopened with the next write");
}
