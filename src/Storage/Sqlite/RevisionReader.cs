using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Sqlite;

/// <summary>Reads rows of the revision table, and believes none without its checksum.</summary>
internal sealed class RevisionReader : IDisposable
{
    private const string Columns = "SELECT id, previous, created, version, lease, checksum, key, value FROM revision";

    private readonly string _path;
    private readonly Statement _range;
    private readonly Statement _one;
    private readonly Statement _count;

    public RevisionReader(Database database, string path)
    {
        _path = path;
        _range = database.Prepare($"{Columns} WHERE id >= ?1 AND id < ?2 AND key >= ?3 AND (?4 IS NULL OR key < ?4) ORDER BY id");
        _count = database.Prepare($"SELECT count(DISTINCT id >> {RowId.PlaceBits}) FROM revision WHERE id >= ?1 AND id < ?2");
        _one = database.Prepare($"{Columns} WHERE id >= ?1 AND id < ?2 AND key = ?3");
    }

    /// <summary>The rows of these revisions (both included) in a range of keys, in order.</summary>
    public IEnumerable<RevisionRow> Read(long from, long to, KeyRange range)
    {
        _range.Bind(1, RowId.Of(from, 0));
        _range.Bind(2, RowId.After(to));
        _range.Bind(3, range.Start.Span);
        if (range.End.IsEmpty) _range.BindNull(4);
        else _range.Bind(4, range.End.Span);
        try
        {
            while (_range.Step()) yield return Row(_range);
        }
        finally
        {
            _range.Reset();
        }
    }

    /// <summary>Refuses a history in which one of these revisions is missing: each of them changed something.</summary>
    /// <exception cref="StoreFileException">One is.</exception>
    public void RequireAll(long from, long to)
    {
        // An empty store's revision has changed nothing.
        from = Math.Max(from, MvccState.FirstRevision + 1);
        _count.Bind(1, RowId.Of(from, 0));
        _count.Bind(2, RowId.After(to));
        try
        {
            _count.Step();
            var found = _count.Number(0);
            if (found < to - from + 1) throw Schema.Damaged(_path, $"of revisions {from} to {to} only {found} are there");
        }
        finally
        {
            _count.Reset();
        }
    }

    /// <summary>A key as it was written at a revision.</summary>
    public KeyValue Find(StoreKey key, long revision)
    {
        _one.Bind(1, RowId.Of(revision, 0));
        _one.Bind(2, RowId.After(revision));
        _one.Bind(3, key.Span);
        try
        {
            return _one.Step() ? Row(_one).Item : throw Schema.Damaged(_path, $"revision {revision} of {key} is missing");
        }
        finally
        {
            _one.Reset();
        }
    }

    public void Dispose()
    {
        _range.Dispose();
        _one.Dispose();
        _count.Dispose();
    }

    private RevisionRow Row(Statement statement)
    {
        var id = statement.Number(0);
        var previous = statement.Number(1);
        var value = statement.Bytes(7);
        var item = new KeyValue(
            StoreKey.FromBytes(statement.Bytes(6)), value.IsEmpty ? default : value.ToArray(), statement.Number(2), RowId.Revision(id),
            statement.Number(3), statement.Number(4));
        if (Checksum.Of(id, previous, item) != statement.Number(5))
            throw Schema.Damaged(_path, $"revision {item.ModRevision} of {item.Key} fails its checksum");
        return new RevisionRow(previous, item);
    }
}
