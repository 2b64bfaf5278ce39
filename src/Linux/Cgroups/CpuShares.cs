namespace Kybernet.Linux.Cgroups;

/// <summary>
/// What Kubernetes' CPU quantities are to the kernel (upstream's MilliCPUToShares, MilliCPUToQuota and their like).
/// </summary>
public static class CpuShares
{
    /// <summary>The smallest cpu.shares of the kernel, that of a pod which requests nothing.</summary>
    public const long Min = 2;

    /// <summary>The largest cpu.shares of the kernel.</summary>
    public const long Max = 262144;

    /// <summary>The period over which a CPU limit is enforced, in microseconds, unless the kubelet is told otherwise.</summary>
    public const long DefaultPeriod = 100_000;

    /// <summary>The shortest quota that the kernel takes, in microseconds.</summary>
    public const long MinQuota = 1000;

    private const long SharesPerCpu = 1024;
    private const long MilliCpuPerCpu = 1000;

    /// <summary>cpu.shares for a request, in thousandths of a CPU.</summary>
    public static long FromMilliCpu(long milliCpu) => Math.Clamp(milliCpu * SharesPerCpu / MilliCpuPerCpu, Min, Max);

    /// <summary>cpu.cfs_quota_us for a limit, in thousandths of a CPU; 0, "no limit", for 0.</summary>
    /// <param name="milliCpu">The limit.</param>
    /// <param name="period">cpu.cfs_period_us, in microseconds.</param>
    public static long ToQuota(long milliCpu, long period = DefaultPeriod) =>
        milliCpu == 0 ? 0 : Math.Max(milliCpu * period / MilliCpuPerCpu, MinQuota);

    /// <summary>cpu.weight (cgroup v2, 1 to 10000) for cpu.shares (2 to 262144), on a line between the ends.</summary>
    public static long ToWeight(long shares) => 1 + (Math.Clamp(shares, Min, Max) - Min) * 9999 / (Max - Min);
}
