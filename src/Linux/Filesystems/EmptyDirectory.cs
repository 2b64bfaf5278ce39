namespace Kybernet.Linux.Filesystems;

/// <summary>Directories that several programs share: they go with the last thing in them.</summary>
internal static class EmptyDirectory
{
    /// <summary>Removes <paramref name="path"/> if nothing is in it. One that is not there, or that somebody uses just now, is nothing to do.</summary>
    public static void Remove(string path)
    {
        if (!Directory.Exists(path) || Directory.EnumerateFileSystemEntries(path).Any()) return;
        try
        {
            Directory.Delete(path, recursive: false);
        }
        catch (IOException)
        {
            // It was removed, or filled, by somebody else in between: either is as it should be.
        }
    }
}
