using System.Globalization;
using System.Text;

namespace Kybernet.Linux.Cgroups;

/// <summary>The kernel's files and directories that cgroups are made of.</summary>
internal static class CgroupFiles
{
    // A process that has ended is still counted for a moment, and the kernel says that the cgroup is busy.
    private const int MaxRemovals = 100;
    private static readonly TimeSpan RemovalPause = TimeSpan.FromMilliseconds(10);

    /// <summary>Writes a value into a kernel file; the error names both.</summary>
    public static void Write(string directory, string file, string value)
    {
        var path = Path.Combine(directory, file);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            stream.Write(Encoding.ASCII.GetBytes(value));
        }
        catch (IOException e)
        {
            throw new IOException($"cannot write {value} to {path}: {e.Message}", e);
        }
    }

    public static void Write(string directory, string file, long value) => Write(directory, file, value.ToString(CultureInfo.InvariantCulture));

    public static string? ReadText(string directory, string file)
    {
        var path = Path.Combine(directory, file);
        return string.Join('\n', ReadLines(path)) is { Length: > 0 } text ? text.Trim() : null;
    }

    public static long ReadNumber(string directory, string file) =>
        ReadText(directory, file) is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;

    /// <summary>A file of "name value" lines, such as memory.stat.</summary>
    public static Dictionary<string, long> ReadPairs(string directory, string file)
    {
        var pairs = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in ReadLines(Path.Combine(directory, file)))
        {
            if (line.Split(' ') is [var name, var text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) pairs[name] = value;
        }
        return pairs;
    }

    /// <summary>A cgroup's files may go away between any two calls; then there is nothing to read.</summary>
    public static string[] ReadLines(string path)
    {
        const int NoSuchDevice = 19; // ENODEV: the file is open, its cgroup is gone
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or IOException { HResult: NoSuchDevice })
        {
            return [];
        }
    }

    /// <summary>Removes one directory, whose processes and children are gone. One that is gone already is no error.</summary>
    public static async Task RemoveAsync(string directory, TimeProvider time, CancellationToken cancellation)
    {
        for (var tries = 1; !TryRemove(directory, isLastTry: tries == MaxRemovals); tries++) await Task.Delay(RemovalPause, time, cancellation);
    }

    /// <summary>A cgroup and all below it, children before their parents.</summary>
    public static IEnumerable<string> DeepestFirst(string directory)
    {
        string[] children;
        try
        {
            children = Directory.GetDirectories(directory);
        }
        catch (DirectoryNotFoundException)
        {
            yield break;
        }
        foreach (var below in children.SelectMany(DeepestFirst)) yield return below;
        yield return directory;
    }

    /// <summary>rmdir(2): the files in a cgroup are not deleted one by one, they go with it.</summary>
    private static bool TryRemove(string directory, bool isLastTry)
    {
        try
        {
            Directory.Delete(directory, recursive: false);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true; // somebody else, a shim, was quicker
        }
        catch (IOException) when (!isLastTry)
        {
            return false;
        }
    }
}
