using System.Text.RegularExpressions;

namespace Kybernet.Linux.Filesystems;

/// <summary>One line of /proc/self/mountinfo.</summary>
/// <param name="Target">Where it is mounted.</param>
/// <param name="Root">The part of the file system that is seen there: "/" for all of it.</param>
/// <param name="Type">The file system's type, for example "ext4", "overlay", "cgroup2".</param>
/// <param name="Source">The device, or what else the file system names as its source.</param>
/// <param name="Options">The mount's own options, for example "rw", "nosuid".</param>
/// <param name="SuperOptions">The file system's options; of a cgroup (v1) hierarchy its controllers are among them.</param>
/// <param name="IsShared">Whether what is mounted below is seen elsewhere too.</param>
public sealed record MountEntry(
    string Target, string Root, string Type, string Source, IReadOnlyList<string> Options, IReadOnlyList<string> SuperOptions, bool IsShared);

/// <summary>What is mounted, in the order of mounting.</summary>
public static partial class MountTable
{
    /// <summary>All mounts that this process sees.</summary>
    public static IReadOnlyList<MountEntry> Read() => [.. File.ReadLines("/proc/self/mountinfo").Select(Parse)];

    /// <summary>The mounts at <paramref name="path"/> and below it.</summary>
    public static IReadOnlyList<MountEntry> Under(string path)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return [.. Read().Where(mount => mount.Target == root || mount.Target.StartsWith(root + "/", StringComparison.Ordinal))];
    }

    /// <summary>Whether something is mounted at exactly <paramref name="path"/>.</summary>
    public static bool IsMountPoint(string path)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        return Read().Any(mount => mount.Target == target);
    }

    /// <summary>Id, parent, device, root, target, options, optional fields, "-", type, source, options of the file system.</summary>
    internal static MountEntry Parse(string line)
    {
        var fields = line.Split(' ');
        var dash = Array.IndexOf(fields, "-", 6);
        return new MountEntry(
            Unescape(fields[4]), Unescape(fields[3]), fields[dash + 1], Unescape(fields[dash + 2]),
            fields[5].Split(','), fields.Length > dash + 3 ? fields[dash + 3].Split(',') : [],
            fields.AsSpan(6, dash - 6).ToArray().Any(field => field.StartsWith("shared:", StringComparison.Ordinal)));
    }

    // The kernel writes space, tab, newline and backslash as \040, \011, \012 and \134.
    private static string Unescape(string field) =>
        field.Contains('\\', StringComparison.Ordinal)
            ? OctalEscape().Replace(field, escape => ((char)Convert.ToInt32(escape.Value[1..], 8)).ToString())
            : field;

    [GeneratedRegex(@"\\[0-7]{3}")]
    private static partial Regex OctalEscape();
}
