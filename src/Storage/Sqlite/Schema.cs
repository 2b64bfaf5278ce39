using SQLitePCL;

namespace Kybernet.Storage.Sqlite;

/// <summary>The file: how it is made, recognized and opened.</summary>
internal static class Schema
{
    /// <summary>"Kybn": tells our files from other programs' SQLite files.</summary>
    public const int ApplicationId = 0x4b79626e;

    /// <summary>The version of the tables below. A reader refuses newer ones.</summary>
    public const int Version = 2;

    private const string MayWrite = "See to it that this user may write there";
    private const string StartAnew = "Restore it from a backup, or move it away to start with an empty store";

    private static readonly string[] Tables =
    [
        // One row a change of a key. id: the revision, and in the low 20 bits the place within its transaction, so that rows are
        // appended in order; previous: the revision of the key's change before (0: none), the row that this one supersedes;
        // version 0: a deletion. The value comes last, so that reading the other columns does not touch its overflow pages.
        """
        CREATE TABLE revision (
            id INTEGER PRIMARY KEY, previous INTEGER NOT NULL, created INTEGER NOT NULL, version INTEGER NOT NULL,
            lease INTEGER NOT NULL, checksum INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL) STRICT
        """,
        "CREATE TABLE lease (id INTEGER PRIMARY KEY, ttl INTEGER NOT NULL, checksum INTEGER NOT NULL) STRICT",
        // What the marks are: see there.
        "CREATE TABLE mark (name TEXT PRIMARY KEY, revision INTEGER NOT NULL, checksum INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        $"INSERT INTO mark VALUES ('{Mark.Compacted}', 0, {Checksum.Of(Mark.Compacted, 0)})",
        $"INSERT INTO mark VALUES ('{Mark.Swept}', 0, {Checksum.Of(Mark.Swept, 0)})",
    ];

    /// <summary>Opens the file, or makes it; refuses what is not ours.</summary>
    /// <param name="path">The file.</param>
    /// <param name="files">The file system that it lies in.</param>
    /// <exception cref="StoreFileException">The file cannot be used.</exception>
    public static Database Open(string path, IFileSystem files)
    {
        Database? database = null;
        try
        {
            files.Make(path);
            database = Database.Open(path, files.Name);
            database.KeepLogOnClose(true);
            if (database.IsReadOnly) throw new DatabaseException(raw.SQLITE_READONLY, "the medium can only be read");
            // Only this process, only this connection: no shared-memory file, and no reader that could hold up a checkpoint.
            database.Execute("PRAGMA locking_mode=EXCLUSIVE");
            var isOld = Recognize(database, path);
            database.Execute("PRAGMA synchronous=FULL");
            // What lies in the log may be in the system's cache only, when its process was killed before a sync, or the sync failed.
            // Nobody may see it before it stays.
            files.WriteAgain(path + "-wal");
            database.KeepLogOnClose(false);
            if (isOld) Upgrade(database);
            Mark.EnsureIdentity(database);
            // Rows have checksums, but how they hang together has none: without this a page could go missing in silence.
            if (database.Text("PRAGMA quick_check(1)") is var found and not "ok")
                throw Damaged(path, found.ReplaceLineEndings(" "));
            // Pages of 8 KiB: a checkpoint every 16 MiB, which takes some ten milliseconds; 8 MiB of pages in memory.
            database.Execute("PRAGMA wal_autocheckpoint=2000");
            database.Execute("PRAGMA journal_size_limit=33554432");
            database.Execute("PRAGMA cache_size=-8192");
            return database;
        }
        catch (Exception failure)
        {
            database?.Dispose();
            if (failure is DatabaseException refusal) throw Explain(refusal, path);
            if (failure is IOException or UnauthorizedAccessException)
                throw new StoreFileException(path, failure.Message, MayWrite, failure);
            throw;
        }
    }

    /// <summary>Says what SQLite's complaint means for the file, and what to do.</summary>
    public static StoreFileException Explain(DatabaseException failure, string path) => failure.Code switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
            new StoreFileException(path, "it is in use by another process", "Stop that one, or choose another data directory", failure),
        raw.SQLITE_NOTADB => Foreign(path, "it is not a database", failure),
        raw.SQLITE_CORRUPT => Damaged(path, failure.Message, failure),
        raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM =>
            new StoreFileException(path, $"it cannot be opened for writing: {failure.Message}", MayWrite, failure),
        raw.SQLITE_FULL =>
            new StoreFileException(path, "the disk is full", "Make room there", failure),
        _ => new StoreFileException(path, $"it cannot be read: {failure.Message}", "Look after the disk it is on", failure),
    };

    public static StoreFileException Damaged(string path, string problem, Exception? cause = null) =>
        new(path, $"the file is damaged: {problem}", StartAnew, cause);

    private static StoreFileException Foreign(string path, string problem, Exception? cause = null) =>
        new(path, $"this is not a file of Kybernet's store: {problem}", "Choose another data directory, or move the file away", cause);

    /// <summary>Makes the tables where there are none. Returns whether they are those of the version before.</summary>
    private static bool Recognize(Database database, string path)
    {
        var application = database.Number("PRAGMA application_id");
        var tables = database.Number("SELECT count(*) FROM sqlite_schema");
        if (application == 0 && tables == 0)
        {
            Create(database);
            return false;
        }
        if (application != ApplicationId) throw Foreign(path, $"its application id is {application}");

        var version = database.Number("PRAGMA user_version");
        if (version > Version)
            throw new StoreFileException(
                path, $"it was written by a newer Kybernet (schema {version}, this one knows {Version})",
                "Use that version or a newer one");
        if (version < Version - 1) throw Damaged(path, $"its schema version is {version}");
        return version < Version;
    }

    /// <summary>The first version had no checksums but those of the revisions.</summary>
    private static void Upgrade(Database database)
    {
        database.Execute("BEGIN IMMEDIATE");
        foreach (var table in new[] { "lease", "mark" })
            database.Execute($"ALTER TABLE {table} ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0");
        List<Lease> leases = [];
        using (var rows = database.Prepare("SELECT id, ttl FROM lease"))
            while (rows.Step()) leases.Add(new Lease(rows.Number(0), rows.Number(1)));
        foreach (var lease in leases) database.Execute($"UPDATE lease SET checksum = {Checksum.Of(lease)} WHERE id = {lease.Id}");
        foreach (var name in new[] { Mark.Compacted, Mark.Swept, Mark.Identity })
        {
            using Mark mark = new(database, name);
            mark.Move(database.Number($"SELECT revision FROM mark WHERE name = '{name}'"));
        }
        database.Execute($"PRAGMA user_version={Version}");
        database.Execute("COMMIT");
    }

    /// <summary>Makes the tables in one transaction: a file whose making was interrupted is empty and is made anew.</summary>
    private static void Create(Database database)
    {
        database.Execute("PRAGMA page_size=8192");
        database.Execute("PRAGMA auto_vacuum=INCREMENTAL");
        database.Execute("PRAGMA journal_mode=WAL");
        database.Execute("BEGIN IMMEDIATE");
        foreach (var sql in Tables) database.Execute(sql);
        database.Execute($"PRAGMA application_id={ApplicationId}");
        database.Execute($"PRAGMA user_version={Version}");
        database.Execute("COMMIT");
    }
}
