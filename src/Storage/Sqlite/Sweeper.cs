using System.Buffers;

namespace Kybernet.Storage.Sqlite;

/// <summary>
/// Gives back what compaction freed, a little at a time: each row up to the compacted revision has the one that it superseded
/// deleted, and deletions go themselves. Then the file is made smaller.
/// </summary>
internal sealed class Sweeper : IDisposable
{
    /// <summary>Bounds of one slice of work: revisions swept, or pages given back.</summary>
    private const int Revisions = 256;
    private const int Pages = 256;

    /// <summary>How many revisions each batch adds at least to those that are to be swept along.</summary>
    private const int LeastAlong = 16;

    /// <summary>
    /// So many are usually swept along at once, some ten milliseconds of work: neighbours mostly go together then, and a page that
    /// loses all its rows in one transaction needs no writing. Fewer, when the batches have written so many bytes since.
    /// </summary>
    public const int UsualTogether = 4096;
    private const long BytesTogether = 2 << 20;

    /// <summary>Free pages that stay in the file: the next writes will want some.</summary>
    private const int SparePages = 256;

    private readonly Database _database;
    private readonly int _together;
    private readonly Statement _window;
    private readonly Statement _deleteFirst;
    private readonly Statement _delete;
    private readonly Mark _mark;
    private readonly List<Doomed> _doomed = [];
    private readonly ArrayBufferWriter<byte> _keys = new();
    private long _swept;
    private long _owed;
    private long _bytes;
    private bool _shrink;

    public Sweeper(Database database, string path, int together)
    {
        _database = database;
        _together = together;
        _window = database.Prepare("SELECT id, previous, version, key FROM revision WHERE id >= ?1 AND id < ?2 ORDER BY id");
        _deleteFirst = database.Prepare("DELETE FROM revision WHERE id = ?1 AND key = ?2");
        _delete = database.Prepare("DELETE FROM revision WHERE id >= ?1 AND id < ?2 AND key = ?3");
        _mark = new Mark(database, Mark.Swept);
        _swept = Mark.Read(database, Mark.Swept, path);
        Compacted = Mark.Read(database, Mark.Compacted, path);
    }

    /// <summary>Up to where rows may go.</summary>
    public long Compacted { get; set; }

    public bool HasWork => _swept < Compacted || _shrink;

    public void Sweep()
    {
        // Synced, as every batch is: were a later sync to fail, nobody would know that these pages of the log are not there.
        if (_swept < Compacted) SweepRows();
        else if (_shrink) Shrink();
    }

    /// <summary>
    /// Sweeps within the transaction of a batch, in all twice as much as the batches write: so the file stays bounded under writes that
    /// never pause, and their sync serves both.
    /// </summary>
    /// <returns>How far it came: to be noted once the transaction is there to stay.</returns>
    public long SweepAlong(List<StoreEvent> written)
    {
        if (_swept == Compacted) return _swept;
        _owed += Math.Max(LeastAlong, 2L * written.Count);
        foreach (var change in written) _bytes += change.KeyValue.Key.Length + change.KeyValue.Value.Length;
        return _owed < _together && _bytes < BytesTogether ? _swept : SweepRows(_owed);
    }

    /// <summary>What <see cref="SweepAlong"/> did is there to stay.</summary>
    public void NoteSwept(long through)
    {
        if (through > _swept) Note(through);
    }

    /// <summary>Gives free pages back, the spare ones too. False: there are no more.</summary>
    public bool ShrinkFully()
    {
        _database.Execute($"PRAGMA incremental_vacuum({Pages})");
        return _database.Number("PRAGMA freelist_count") > 0;
    }

    public void Dispose()
    {
        _window.Dispose();
        _deleteFirst.Dispose();
        _delete.Dispose();
        _mark.Dispose();
    }

    private void SweepRows()
    {
        _database.Execute("BEGIN IMMEDIATE");
        var through = SweepRows(Revisions);
        _database.Execute("COMMIT");
        Note(through);
    }

    private void Note(long through)
    {
        _owed = Math.Max(0, _owed - (through - _swept));
        if (_owed == 0) _bytes = 0;
        _swept = through;
        _shrink = _swept == Compacted;
    }

    /// <summary>Within a transaction.</summary>
    private long SweepRows(long revisions)
    {
        var through = Math.Min(Compacted, _swept + revisions);
        CollectDoomed(through);
        foreach (var row in _doomed) Delete(row.Revision, _keys.WrittenSpan.Slice(row.KeyStart, row.KeyLength));
        _mark.Move(through);
        return through;
    }

    /// <summary>What rows up to this revision supersede, and those of them that are deletions: in the order in which they lie.</summary>
    private void CollectDoomed(long through)
    {
        _doomed.Clear();
        _keys.ResetWrittenCount();
        _window.Bind(1, RowId.After(_swept));
        _window.Bind(2, RowId.After(through));
        while (_window.Step())
        {
            var key = _window.Bytes(3);
            var start = _keys.WrittenCount;
            _keys.Write(key);
            if (_window.Number(1) is not 0 and var previous) _doomed.Add(new Doomed(previous, start, key.Length));
            if (_window.Number(2) == 0) _doomed.Add(new Doomed(RowId.Revision(_window.Number(0)), start, key.Length));
        }
        _window.Reset();
        _doomed.Sort();
    }

    private void Delete(long revision, ReadOnlySpan<byte> key)
    {
        // Most transactions change one key, and SQLite is quickest with a row that is named.
        _deleteFirst.Bind(1, RowId.Of(revision, 0));
        _deleteFirst.Bind(2, key);
        _deleteFirst.Run();
        if (_database.Changes == 1) return;
        _delete.Bind(1, RowId.Of(revision, 1));
        _delete.Bind(2, RowId.After(revision));
        _delete.Bind(3, key);
        _delete.Run();
    }

    private void Shrink()
    {
        var spare = _database.Number("PRAGMA freelist_count") - SparePages;
        if (spare > 0) _database.Execute($"PRAGMA incremental_vacuum({Math.Min(spare, Pages)})");
        _shrink = spare > Pages;
    }

    /// <summary>A row that goes: its revision, and where its key lies among those that were collected.</summary>
    private readonly record struct Doomed(long Revision, int KeyStart, int KeyLength) : IComparable<Doomed>
    {
        public int CompareTo(Doomed other) => Revision.CompareTo(other.Revision);
    }
}
