namespace Kybernet.Host.Cluster;

/// <summary>Files that only their owner may read (mode 0600).</summary>
internal static class SecretFile
{
    /// <summary>Makes a directory, and those above it, which only their owner may look into (mode 0700); those that are there stay as they are.</summary>
    public static void CreateDirectory(string path)
    {
        if (Directory.Exists(path)) return;
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent) CreateDirectory(parent);
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Writes the whole file, or leaves the old one: a crash in between leaves no half.</summary>
    public static void Write(string path, string text)
    {
        var temporary = path + ".new";
        FileStreamOptions options = new()
        {
            Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (StreamWriter writer = new(temporary, options)) writer.Write(text);
        File.Move(temporary, path, overwrite: true);
    }
}
