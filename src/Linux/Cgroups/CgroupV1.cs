using Kybernet.Linux.Filesystems;
using static Kybernet.Linux.Cgroups.CgroupFiles;

namespace Kybernet.Linux.Cgroups;

/// <summary>cgroup version 1: a hierarchy a controller, or a few together.</summary>
internal sealed class CgroupV1 : CgroupHierarchy
{
    private const string Unlimited = "-1";

    private readonly IReadOnlyList<MountEntry> _mounts;

    public CgroupV1(IReadOnlyList<MountEntry> mounts) => _mounts = mounts;

    public override int Version => 1;

    public override void Ensure(string cgroup, CgroupResources resources)
    {
        foreach (var mount in _mounts) MakeDirectories(mount, cgroup);
        if (Find("cpu", cgroup) is { } cpu)
        {
            if (resources.CpuShares is { } shares) Write(cpu, "cpu.shares", shares);
            if (resources.CpuQuota is { } quota)
            {
                Write(cpu, "cpu.cfs_period_us", resources.CpuPeriod);
                if (quota > 0) Write(cpu, "cpu.cfs_quota_us", quota);
                else Write(cpu, "cpu.cfs_quota_us", Unlimited);
            }
        }
        if (resources.MemoryLimit is { } limit && Find("memory", cgroup) is { } memory) WriteLimit(memory, "memory.limit_in_bytes", limit, Unlimited);
        if (resources.PidsLimit is { } count && Find("pids", cgroup) is { } pids) WriteLimit(pids, "pids.max", count, "max");
    }

    public override CgroupUsage? ReadUsage(string cgroup)
    {
        if (!Exists(cgroup)) return null;
        var memory = Find("memory", cgroup) ?? "";
        var stat = ReadPairs(memory, "memory.stat");
        var usage = ReadNumber(memory, "memory.usage_in_bytes");
        return new CgroupUsage(
            ReadNumber(Find("cpuacct", cgroup) ?? "", "cpuacct.usage"), usage,
            Math.Max(0, usage - stat.GetValueOrDefault("total_inactive_file")), stat.GetValueOrDefault("total_rss"),
            stat.GetValueOrDefault("total_pgfault"), stat.GetValueOrDefault("total_pgmajfault"),
            ReadNumber(Find("pids", cgroup) ?? "", "pids.current"));
    }

    protected override IEnumerable<string> DirectoriesOf(string cgroup) => _mounts.Select(mount => Path.Combine(mount.Target, cgroup));

    private static void MakeDirectories(MountEntry mount, string cgroup)
    {
        var directory = mount.Target;
        foreach (var part in cgroup.Split('/'))
        {
            var parent = directory;
            directory = Path.Combine(parent, part);
            Directory.CreateDirectory(directory);
            if (!mount.SuperOptions.Contains("cpuset")) continue;
            // A new cpuset is empty and takes no process; what it may use is copied from above, level by level.
            foreach (var file in (string[])["cpuset.cpus", "cpuset.mems"])
            {
                if (ReadText(directory, file) is null && ReadText(parent, file) is { } inherited) Write(directory, file, inherited);
            }
        }
    }

    private static void WriteLimit(string directory, string file, long limit, string unlimited)
    {
        if (limit > 0) Write(directory, file, limit);
        else Write(directory, file, unlimited);
    }

    private string? Find(string controller, string cgroup) =>
        _mounts.FirstOrDefault(mount => mount.SuperOptions.Contains(controller)) is { } mount ? Path.Combine(mount.Target, cgroup) : null;
}
