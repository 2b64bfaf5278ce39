namespace Kybernet.Linux.Cgroups;

/// <summary>What a cgroup may use. What is null stays as it is: unlimited, in a new cgroup.</summary>
/// <param name="CpuShares">Its part of the CPU when there is not enough: 2 to 262144.</param>
/// <param name="CpuQuota">CPU time in microseconds per <paramref name="CpuPeriod"/>; 0 or less for no limit.</param>
/// <param name="CpuPeriod">In microseconds.</param>
/// <param name="MemoryLimit">In bytes; 0 or less for no limit.</param>
/// <param name="PidsLimit">How many processes and threads; 0 or less for no limit.</param>
public sealed record CgroupResources(
    long? CpuShares = null, long? CpuQuota = null, long CpuPeriod = Cgroups.CpuShares.DefaultPeriod, long? MemoryLimit = null, long? PidsLimit = null);
