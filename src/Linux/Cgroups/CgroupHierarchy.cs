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
    public bool Exists(string cgroup) => PlacesOf(cgroup).Any(Directory.Exists);

    /// <summary>The names of the cgroups right below one; none when there is no such cgroup.</summary>
    public IReadOnlyList<string> Children(string cgroup) =>
    [
        .. PlacesOf(cgroup).Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories).Select(path => Path.GetFileName(path)!)
            .Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>The processes in a cgroup and below it.</summary>
    public IReadOnlyList<ProcessIdentity> Processes(string cgroup) =>
    [
        .. PlacesOf(cgroup).Where(Directory.Exists).SelectMany(CgroupFiles.DeepestFirst)
            .SelectMany(directory => CgroupFiles.ReadLines(Path.Combine(directory, "cgroup.procs")))
            .Select(line => int.Parse(line, CultureInfo.InvariantCulture)).Distinct().Order().Select(ProcessIdentity.Of).OfType<ProcessIdentity>(),
    ];

    /// <summary>Ends all processes in a cgroup and below it with SIGKILL, those that they start meanwhile too, and waits until they are gone.</summary>
    /// <exception cref="ArgumentException">The name is empty or not relative to the root.</exception>
    public async Task KillAsync(string cgroup, TimeProvider time, CancellationToken cancellation)
    {
        while (Processes(cgroup) is { Count: > 0 } processes)
            await Task.WhenAll(processes.Select(process => process.EndAsync(TimeSpan.Zero, time, cancellation)));
    }

    /// <summary>Removes a cgroup and those below it, in every hierarchy. One that is gone already is no error.</summary>
    /// <exception cref="IOException">There are processes in it.</exception>
    /// <exception cref="ArgumentException">The name is empty or not relative to the root.</exception>
    public async Task RemoveAsync(string cgroup, TimeProvider time, CancellationToken cancellation)
    {
        foreach (var directory in PlacesOf(cgroup).Where(Directory.Exists).SelectMany(CgroupFiles.DeepestFirst))
            await CgroupFiles.RemoveAsync(directory, time, cancellation);
    }

    /// <summary>An empty name would be the root, which holds every process of the machine, and a rooted one any directory.</summary>
    private IEnumerable<string> PlacesOf(string cgroup) => cgroup.Length > 0 && cgroup.Split('/').All(part => part is not ("" or "." or ".."))
        ? DirectoriesOf(cgroup)
        : throw new ArgumentException($"'{cgroup}' does not name a cgroup below the hierarchy's root", nameof(cgroup));

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
}
