using System.Globalization;
using Kybernet.Linux.Filesystems;
using Kybernet.Linux.Processes;

namespace Kybernet.Linux.Cgroups;

/// <summary>
/// The machine's cgroups, driven as files (upstream's cgroupfs driver). A cgroup is named by its path from the hierarchy's root,
/// for example "kubepods/burstable/podUID", the same for version 1 and 2. The calls that do not wait are short reads and
/// writes of kernel files.
/// </summary>
public abstract class CgroupHierarchy
{
    private const string Root = "/sys/fs/cgroup";

    // A process that has ended is still counted for a moment, and the kernel says that the cgroup is busy.
    private const int MaxRemovals = 100;
    private static readonly TimeSpan RemovalPause = TimeSpan.FromMilliseconds(10);

    /// <summary>Version 2 as the whole (cgroup2 only), or version 1 (also the mixed form, with an empty version 2 beside it).</summary>
    public abstract int Version { get; }

    /// <summary>The hierarchy that this machine has mounted.</summary>
    /// <exception cref="NotSupportedException">It has none.</exception>
    public static CgroupHierarchy Detect() => Detect(MountTable.Read());

    /// <summary>Makes a cgroup and those above it that are missing, and sets what it may use.</summary>
    /// <exception cref="IOException">The kernel refused, for example a limit below what is in use.</exception>
    public abstract void Ensure(string cgroup, CgroupResources resources);

    /// <summary>What a cgroup has used and uses; null when there is no such cgroup.</summary>
    public abstract CgroupUsage? ReadUsage(string cgroup);

    /// <summary>Whether there is such a cgroup.</summary>
    public bool Exists(string cgroup) => DirectoriesOf(cgroup).Any(Directory.Exists);

    /// <summary>The names of the cgroups right below one; none when there is no such cgroup.</summary>
    public IReadOnlyList<string> Children(string cgroup) =>
    [
        .. DirectoriesOf(cgroup).Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories).Select(path => Path.GetFileName(path)!)
            .Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>The processes in a cgroup and below it.</summary>
    public IReadOnlyList<ProcessIdentity> Processes(string cgroup) =>
    [
        .. DirectoriesOf(cgroup).Where(Directory.Exists).SelectMany(DeepestFirst)
            .SelectMany(directory => ReadLines(Path.Combine(directory, "cgroup.procs")))
            .Select(line => int.Parse(line, CultureInfo.InvariantCulture)).Distinct().Order().Select(ProcessIdentity.Of).OfType<ProcessIdentity>(),
    ];

    /// <summary>Ends all processes in a cgroup and below it with SIGKILL, those that they start meanwhile too, and waits until they are gone.</summary>
    public async Task KillAsync(string cgroup, TimeProvider time, CancellationToken cancellation)
    {
        while (Processes(cgroup) is { Count: > 0 } processes)
            await Task.WhenAll(processes.Select(process => process.EndAsync(TimeSpan.Zero, time, cancellation)));
    }

    /// <summary>Removes a cgroup and those below it, in every hierarchy. One that is gone already is no error.</summary>
    /// <exception cref="IOException">There are processes in it.</exception>
    public async Task RemoveAsync(string cgroup, TimeProvider time, CancellationToken cancellation)
    {
        foreach (var directory in DirectoriesOf(cgroup).Where(Directory.Exists).SelectMany(DeepestFirst))
        {
            for (var tries = 1; !TryRemove(directory, isLastTry: tries == MaxRemovals); tries++) await Task.Delay(RemovalPause, time, cancellation);
        }
    }

    /// <summary>The directories that make up a cgroup: one a mounted hierarchy.</summary>
    protected abstract IEnumerable<string> DirectoriesOf(string cgroup);

    internal static CgroupHierarchy Detect(IReadOnlyList<MountEntry> mounts)
    {
        var all = mounts.Where(mount => mount.Target == Root || mount.Target.StartsWith(Root + "/", StringComparison.Ordinal)).ToList();
        // In the mixed form an empty version 2 lies beside: runc makes its cgroups there too, for their list of processes.
        if (all.Exists(mount => mount.Type == "cgroup")) return new CgroupV1([.. all.Where(mount => mount.Type is "cgroup" or "cgroup2")]);
        return all.Exists(mount => mount is { Type: "cgroup2", Target: Root })
            ? new CgroupV2(Root)
            : throw new NotSupportedException($"no cgroups are mounted under {Root}: containers cannot run on this machine");
    }

    /// <summary>Writes a value into a kernel file; the error names both.</summary>
    private protected static void Write(string directory, string file, string value)
    {
        var path = Path.Combine(directory, file);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            stream.Write(System.Text.Encoding.ASCII.GetBytes(value));
        }
        catch (IOException e)
        {
            throw new IOException($"cannot write {value} to {path}: {e.Message}", e);
        }
    }

    private protected static void Write(string directory, string file, long value) => Write(directory, file, value.ToString(CultureInfo.InvariantCulture));

    private protected static string? ReadText(string directory, string file)
    {
        var path = Path.Combine(directory, file);
        return string.Join('\n', ReadLines(path)) is { Length: > 0 } text ? text.Trim() : null;
    }

    private protected static long ReadNumber(string directory, string file) =>
        ReadText(directory, file) is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;

    /// <summary>A file of "name value" lines, such as memory.stat.</summary>
    private protected static Dictionary<string, long> ReadPairs(string directory, string file)
    {
        var pairs = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in ReadLines(Path.Combine(directory, file)))
        {
            if (line.Split(' ') is [var name, var text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) pairs[name] = value;
        }
        return pairs;
    }

    /// <summary>A cgroup's files may go away between any two calls; then there is nothing to read.</summary>
    private static string[] ReadLines(string path)
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

    private static IEnumerable<string> DeepestFirst(string directory)
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
}
