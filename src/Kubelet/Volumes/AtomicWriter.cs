using System.Globalization;
using System.Runtime.InteropServices;
using Kybernet.Base;
using Kybernet.Linux.Filesystems;

namespace Kybernet.Kubelet.Volumes;

/// <summary>
/// Fills a directory so that readers see all files of one version, or all of the next: the files lie in a directory of their own
/// time, a link <c>..data</c> points to it and is replaced in one step, and what the user sees are links through it.
/// <code>
/// config          → ..data/config
/// ..data          → ..2026_01_01_00_00_00.123456789
/// ..2026_01_01_00_00_00.123456789/config
/// </code>
/// </summary>
/// <param name="directory">Where.</param>
/// <param name="environment">Clock and chance, for the names of versions.</param>
internal sealed class AtomicWriter(string directory, ExecutionEnvironment environment)
{
    private const string Data = "..data";
    private const string NewData = "..data_tmp";
    private const UnixFileMode EveryoneReads =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
        UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Makes these the files. Nothing is touched when they are so already.</summary>
    /// <param name="files">Paths from the directory on, and what is there.</param>
    /// <param name="prepare">Called with the directory of the new version before readers see it.</param>
    /// <returns>Whether anything changed.</returns>
    public bool Write(IReadOnlyDictionary<string, VolumeFile> files, Action<string>? prepare = null)
    {
        foreach (var path in files.Keys) ThrowIfUnsafe(path);
        Directory.CreateDirectory(directory);
        var old = new FileInfo(Path.Combine(directory, Data)).LinkTarget;
        if (old is not null && IsSame(Path.Combine(directory, old), files))
        {
            LinkNames(files.Keys); // a crash may have come in between
            return false;
        }

        var version = Path.Combine(directory, NextVersion());
        Directory.CreateDirectory(version, EveryoneReads);
        foreach (var (path, file) in files) WriteFile(Path.Combine(version, path), file);
        prepare?.Invoke(version);
        File.SetUnixFileMode(version, File.GetUnixFileMode(version) | EveryoneReads); // whatever the umask took away

        var newData = Path.Combine(directory, NewData);
        File.Delete(newData);
        File.CreateSymbolicLink(newData, Path.GetFileName(version));
        Replace(newData, Path.Combine(directory, Data));

        LinkNames(files.Keys);
        RemoveOthers(files.Keys, Path.GetFileName(version));
        return true;
    }

    /// <summary>Whether a path may be written: relative, not upward, and not in the way of the writer's own names.</summary>
    /// <exception cref="InvalidOperationException">It may not; the message is upstream's.</exception>
    internal static void ThrowIfUnsafe(string path)
    {
        if (path.Length == 0) throw new InvalidOperationException("invalid path: must not be empty");
        if (Path.IsPathRooted(path)) throw new InvalidOperationException($"invalid path: must be relative path: {path}");
        if (path.Split('/').Contains("..")) throw new InvalidOperationException($"invalid path: must not contain '..': {path}");
        if (path.StartsWith("..", StringComparison.Ordinal)) throw new InvalidOperationException($"invalid path: must not start with '..': {path}");
    }

    // File.Move follows links and refuses one that points to a directory; rename(2) moves the link itself, in one step.
    private static void Replace(string from, string to)
    {
        if (Rename(from, to) == 0) return;
        throw new IOException($"rename {from} {to}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    [DllImport("libc", EntryPoint = "rename", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern int Rename(string from, string to);

    private string NextVersion()
    {
        var time = environment.Now.UtcDateTime.ToString("yyyy_MM_dd_HH_mm_ss", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"..{time}.{environment.Random.Next(1_000_000_000)}");
    }

    private static void WriteFile(string path, VolumeFile file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var stream = File.Create(path)) stream.Write(file.Content.Span);
        File.SetUnixFileMode(path, (UnixFileMode)file.Mode);
        if (file.User is { } user) Ownership.Change(path, user, Ownership.Unchanged);
    }

    private static bool IsSame(string version, IReadOnlyDictionary<string, VolumeFile> files)
    {
        if (!Directory.Exists(version)) return false;
        var present = Directory.EnumerateFiles(version, "*", SearchOption.AllDirectories).ToList();
        return present.Count == files.Count
            && files.All(f => File.Exists(Path.Combine(version, f.Key)) && File.ReadAllBytes(Path.Combine(version, f.Key)).AsSpan().SequenceEqual(f.Value.Content.Span));
    }

    private void LinkNames(IEnumerable<string> paths)
    {
        foreach (var name in paths.Select(First).Distinct(StringComparer.Ordinal))
        {
            FileInfo link = new(Path.Combine(directory, name));
            if (link.LinkTarget is null) link.CreateAsSymbolicLink(Path.Combine(Data, name));
        }
    }

    private void RemoveOthers(IEnumerable<string> paths, string version)
    {
        var wanted = paths.Select(First).Append(Data).Append(version).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos())
        {
            if (wanted.Contains(entry.Name)) continue;
            if (entry is DirectoryInfo { LinkTarget: null } old) old.Delete(recursive: true);
            else entry.Delete();
        }
    }

    private static string First(string path) => path.Split('/')[0];
}
