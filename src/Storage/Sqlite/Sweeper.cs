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

    /// <summary>Free pages that stay in the file: the next writes will want some.</summary>
    private const int SparePages = 256;

    private readonly Database _database;
    private readonly Statement _window;
    private readonly Statement _delete;
    private readonly Statement _mark;
    private long _swept;
    private bool _shrink;

    public Sweeper(Database database)
    {
        _database = database;
        _window = database.Prepare("SELECT id, previous, version, key FROM revision WHERE id >= ?1 AND id < ?2 ORDER BY id");
        _delete = database.Prepare("DELETE FROM revision WHERE id >= ?1 AND id < ?2 AND key = ?3");
        _mark = database.Prepare("UPDATE mark SET revision = ?1 WHERE name = 'swept'");
        _swept = database.Number("SELECT revision FROM mark WHERE name = 'swept'");
        Compacted = database.Number("SELECT revision FROM mark WHERE name = 'compacted'");
    }

    /// <summary>Up to where rows may go.</summary>
    public long Compacted { get; set; }

    public bool HasWork => _swept < Compacted || _shrink;

    public void Sweep()
    {
        // Should the machine stop before this is on disk, it is done again: no need to wait for the disk. The next batch does.
        _database.Execute("PRAGMA synchronous=NORMAL");
        if (_swept < Compacted) SweepRows();
        else if (_shrink) Shrink();
        _database.Execute("PRAGMA synchronous=FULL");
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
        var through = Math.Min(Compacted, _swept + Revisions);
        _database.Execute("BEGIN IMMEDIATE");
        foreach (var (revision, key) in Doomed(through))
        {
            _delete.Bind(1, RowId.Of(revision, 0));
            _delete.Bind(2, RowId.After(revision));
            _delete.Bind(3, key);
            _delete.Run();
        }
        _mark.Bind(1, through);
        _mark.Run();
        _database.Execute("COMMIT");
        _swept = through;
        _shrink = _swept == Compacted;
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
