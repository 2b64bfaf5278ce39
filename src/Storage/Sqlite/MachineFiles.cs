namespace Kybernet.Storage.Sqlite;

/// <summary>The machine's file system.</summary>
internal sealed class MachineFiles : IFileSystem
{
    private const int Piece = 1 << 20;

    public string? Name => null;

    /// <summary>Secrets will lie in the file. SQLite gives its log the same mode.</summary>
    public void Make(string path)
    {
        var full = Path.GetFullPath(path);
        var directory = Path.GetDirectoryName(full)!;
        if (OperatingSystem.IsWindows())
        {
            // There the directory's access list decides, and SQLite makes the file.
            Directory.CreateDirectory(directory);
            return;
        }
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(directory, owner | UnixFileMode.UserExecute);
        if (Path.Exists(full)) return;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = owner };
        new FileStream(full, options).Dispose();
    }

    public void WriteAgain(string path)
    {
        if (!File.Exists(path)) return;
        // SQLite has it open, too.
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var buffer = new byte[Piece];
        for (var at = 0L; RandomAccess.Read(file, buffer, at) is > 0 and var count; at += count)
            RandomAccess.Write(file, buffer.AsSpan(0, count), at);
        RandomAccess.FlushToDisk(file);
    }
}
