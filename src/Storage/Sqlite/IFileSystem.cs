namespace Kybernet.Storage.Sqlite;

/// <summary>The file system below SQLite, as far as the store itself asks something of it.</summary>
internal interface IFileSystem
{
    /// <summary>SQLite's name of it (of the VFS); null for the machine's.</summary>
    string? Name { get; }

    /// <summary>Makes an empty file that its owner alone can read, with its directory, if there is none.</summary>
    void Make(string path);

    /// <summary>
    /// Writes a file's bytes over themselves and syncs them; does nothing when there is no such file. What readers see of it is on the
    /// medium then, even what an earlier sync failed to bring there: after such a failure Linux takes it for written, and a sync alone
    /// does nothing any more.
    /// </summary>
    void WriteAgain(string path);
}
