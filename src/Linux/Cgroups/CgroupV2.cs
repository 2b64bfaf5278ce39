using System.Globalization;
using static Kybernet.Linux.Cgroups.CgroupFiles;

namespace Kybernet.Linux.Cgroups;

/// <summary>cgroup version 2: one hierarchy.</summary>
/// <param name="root">Where it is mounted.</param>
internal sealed class CgroupV2(string root) : CgroupHierarchy
{
    private const string Unlimited = "max";

    // What pods need of the kernel; what it does not have is left out.
    private static readonly string[] Controllers = ["cpu", "cpuset", "hugetlb", "io", "memory", "pids"];

    public override int Version => 2;

    public override void Ensure(string cgroup, CgroupResources resources)
    {
        var directory = root;
        foreach (var part in cgroup.Split('/'))
        {
            HandDownControllers(directory);
            directory = Path.Combine(directory, part);
            Directory.CreateDirectory(directory);
        }
        if (resources.CpuShares is { } shares) Write(directory, "cpu.weight", CpuShares.ToWeight(shares));
        if (resources.CpuQuota is { } quota) Write(directory, "cpu.max", Limit(quota) + " " + resources.CpuPeriod.ToString(CultureInfo.InvariantCulture));
        if (resources.MemoryLimit is { } memory) Write(directory, "memory.max", Limit(memory));
        if (resources.PidsLimit is { } pids) Write(directory, "pids.max", Limit(pids));
    }

    public override CgroupUsage? ReadUsage(string cgroup)
    {
        var directory = Path.Combine(root, cgroup);
        if (!Directory.Exists(directory)) return null;
        var stat = ReadPairs(directory, "memory.stat");
        var usage = ReadNumber(directory, "memory.current");
        return new CgroupUsage(
            ReadPairs(directory, "cpu.stat").GetValueOrDefault("usage_usec") * 1000, usage,
            Math.Max(0, usage - stat.GetValueOrDefault("inactive_file")), stat.GetValueOrDefault("anon"),
            stat.GetValueOrDefault("pgfault"), stat.GetValueOrDefault("pgmajfault"), ReadNumber(directory, "pids.current"));
    }

    protected override IEnumerable<string> DirectoriesOf(string cgroup) => [Path.Combine(root, cgroup)];

    /// <summary>A cgroup's children have only the controllers that it hands down.</summary>
    private static void HandDownControllers(string directory)
    {
        var available = (ReadText(directory, "cgroup.controllers") ?? "").Split(' ');
        var handedDown = (ReadText(directory, "cgroup.subtree_control") ?? "").Split(' ');
        var missing = Controllers.Where(available.Contains).Except(handedDown).Select(controller => "+" + controller).ToList();
        if (missing.Count > 0) Write(directory, "cgroup.subtree_control", string.Join(' ', missing));
    }

    private static string Limit(long value) => value > 0 ? value.ToString(CultureInfo.InvariantCulture) : Unlimited;
}
