namespace Kybernet.Host.Cluster;

/// <summary>Files that only their owner may read (mode 0600).</summary>
internal static class SecretFile
{
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
