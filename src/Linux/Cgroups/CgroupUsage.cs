namespace Kybernet.Linux.Cgroups;

/// <summary>What a cgroup has used and uses.</summary>
/// <param name="CpuNanoseconds">CPU time since it was made (usageCoreNanoSeconds).</param>
/// <param name="MemoryBytes">Memory in use, the page cache included (usageBytes).</param>
/// <param name="WorkingSetBytes">The same without the cache that could be dropped at once (workingSetBytes).</param>
/// <param name="RssBytes">Anonymous memory (rssBytes).</param>
/// <param name="PageFaults">Since it was made.</param>
/// <param name="MajorPageFaults">Those that had to wait for a disk.</param>
/// <param name="Pids">Processes and threads.</param>
public sealed record CgroupUsage(
    long CpuNanoseconds, long MemoryBytes, long WorkingSetBytes, long RssBytes, long PageFaults, long MajorPageFaults, long Pids);
