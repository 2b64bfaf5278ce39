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

    /// <summary>How many revisions are swept along with a batch at least.</summary>
    private const int LeastAlong = 16;

    /// <summary>Free pages that stay in the file: the next writes will want some.</summary>
    private const int SparePages = 256;

    private readonly Database _database;
    private readonly Statement _window;
    private readonly Statement _delete;
    private readonly Mark _mark;
    private long _swept;
    private bool _shrink;

    public Sweeper(Database database, string path)
    {
        _database = database;
        _window = database.Prepare("SELECT id, previous, version, key FROM revision WHERE id >= ?1 AND id < ?2 ORDER BY id");
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
    /// Sweeps within the transaction of a batch, twice as much as it writes: so the file stays bounded under writes that never pause, and
    /// their sync serves both.
    /// </summary>
    /// <returns>How far it came: to be noted once the transaction is there to stay.</returns>
    public long SweepAlong(int written) => _swept < Compacted ? SweepRows(Math.Max(LeastAlong, 2L * written)) : _swept;

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
        _swept = through;
        _shrink = _swept == Compacted;
    }

    /// <summary>Within a transaction.</summary>
    private long SweepRows(long revisions)
    {
        var through = Math.Min(Compacted, _swept + revisions);
        foreach (var (revision, key) in Doomed(through))
        {
            _delete.Bind(1, RowId.Of(revision, 0));
            _delete.Bind(2, RowId.After(revision));
            _delete.Bind(3, key);
            _delete.Run();
        }
        _mark.Move(through);
        return through;
    }

    private List<(long Revision, byte[] Key)> Doomed(long through)
    {
        var doomed = new List<(long Revision, byte[] Key)>();
        _window.Bind(1, RowId.After(_swept));
        _window.Bind(2, RowId.After(through));
        while (_window.Step())
        {
            var key = _window.Bytes(3).ToArray();
            if (_window.Number(1) is not 0 and var previous) doomed.Add((previous, key));
            if (_window.Number(2) == 0) doomed.Add((RowId.Revision(_window.Number(0)), key));
        }
        _window.Reset();
        return doomed;
    }

    private void Shrink()
    {
        var spare = _database.Number("PRAGMA freelist_count") - SparePages;
        if (spare > 0) _database.Execute($"PRAGMA incremental_vacuum({Math.Min(spare, Pages)})");
        _shrink = spare > Pages;
    }
}
