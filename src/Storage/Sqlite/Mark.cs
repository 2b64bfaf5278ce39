namespace Kybernet.Storage.Sqlite;

/// <summary>A number, most often a revision, that the table of marks keeps under a name.</summary>
internal sealed class Mark(Database database, string name) : IDisposable
{
    /// <summary>Reads below are refused.</summary>
    public const string Compacted = "compacted";

    /// <summary>Up to here the rows that compaction freed are gone.</summary>
    public const string Swept = "swept";

    /// <summary>No revision, but a number made by chance: <see cref="IEmbeddedStore.Identity"/>.</summary>
    public const string Identity = "identity";

    private readonly Statement _update = database.Prepare($"UPDATE mark SET revision = ?1, checksum = ?2 WHERE name = '{name}'");

    /// <exception cref="StoreFileException">It is missing, or fails its checksum.</exception>
    public static long Read(Database database, string name, string path)
    {
        using var row = database.Prepare($"SELECT revision, checksum FROM mark WHERE name = '{name}'");
        if (!row.Step()) throw Schema.Damaged(path, $"the mark '{name}' is missing");
        var revision = row.Number(0);
        return Checksum.Of(name, revision) == row.Number(1)
            ? revision
            : throw Schema.Damaged(path, $"the mark '{name}' fails its checksum");
    }

    /// <summary>Makes the identity where there is none: in a new file, and in one from before there were identities.</summary>
    public static void EnsureIdentity(Database database)
    {
        if (database.Number($"SELECT count(*) FROM mark WHERE name = '{Identity}'") > 0) return;
        var chance = database.Number("SELECT random()");
        database.Execute($"INSERT INTO mark VALUES ('{Identity}', {chance}, {Checksum.Of(Identity, chance)})");
    }

    public void Move(long revision)
    {
        _update.Bind(1, revision);
        _update.Bind(2, Checksum.Of(name, revision));
        _update.Run();
    }

    public void Dispose() => _update.Dispose();
}
