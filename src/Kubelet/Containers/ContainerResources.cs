using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Status;
using Kybernet.Linux.Cgroups;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Containers;

/// <summary>A container's requests and limits as the runtime takes them.</summary>
internal static class ContainerResources
{
    private const int GuaranteedOomScore = -997;
    private const int BestEffortOomScore = 1000;
    private const int SystemCritical = 2_000_000_000;

    /// <param name="pod">The pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="machineMemory">The machine's memory in bytes.</param>
    /// <param name="cgroupVersion">1 or 2.</param>
    public static LinuxContainerResources Of(Pod pod, Container container, long machineMemory, int cgroupVersion)
    {
        var (requests, limits) = (container.Resources.Requests, container.Resources.Limits);
        var cpuLimit = limits.GetValueOrDefault("cpu").MilliValue;
        var cpuRequest = requests.TryGetValue("cpu", out var request) ? request.MilliValue : cpuLimit;
        LinuxContainerResources resources = new()
        {
            CpuShares = CpuShares.FromMilliCpu(cpuRequest),
            MemoryLimitInBytes = limits.GetValueOrDefault("memory").Value,
            OomScoreAdj = OomScore(pod, container, machineMemory),
        };
        if (cpuLimit > 0) (resources.CpuPeriod, resources.CpuQuota) = (CpuShares.DefaultPeriod, CpuShares.ToQuota(cpuLimit));
        foreach (var (name, quantity) in limits)
        {
            const string prefix = "hugepages-";
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                resources.HugepageLimits.Add(new HugepageLimit { PageSize = name[prefix.Length..] + "B", Limit = (ulong)quantity.Value });
        }

        // All processes of a container end together when memory runs out, not only the largest.
        if (cgroupVersion == 2) resources.Unified["memory.oom.group"] = "1";
        return resources;
    }

    /// <summary>Who goes first when memory runs out: those who asked for the least of what they use.</summary>
    internal static long OomScore(Pod pod, Container container, long machineMemory)
    {
        if (pod.Spec.Priority >= SystemCritical) return GuaranteedOomScore;
        switch (PodQos.Of(pod))
        {
            case PodQosClass.Guaranteed: return GuaranteedOomScore;
            case PodQosClass.BestEffort: return BestEffortOomScore;
        }

        var requested = container.Resources.Requests.GetValueOrDefault("memory").Value;
        var score = 1000 - 1000 * requested / Math.Max(1, machineMemory);
        return Math.Clamp(score, 1000 + GuaranteedOomScore, BestEffortOomScore - 1);
    }

    /// <summary>What the pod as a whole may use: its cgroup's settings.</summary>
    public static CgroupResources OfPod(Pod pod)
    {
        var requests = Node.PodRequests.Of(pod);
        var shares = CpuShares.FromMilliCpu(requests.TryGetValue("cpu", out var cpu) ? cpu.MilliValue : 0);
        var cpuLimit = LimitOf(pod, "cpu");
        return new(
            CpuShares: shares,
            CpuQuota: cpuLimit is { } limit ? CpuShares.ToQuota(limit.MilliValue) : null,
            MemoryLimit: LimitOf(pod, "memory")?.Value);
    }

    /// <summary>A limit of the whole: there is one when each container has one.</summary>
    private static Quantity? LimitOf(Pod pod, string name)
    {
        if (pod.Spec.Resources is { } whole && whole.Limits.TryGetValue(name, out var told)) return told;
        Quantity sum = default, largestInit = default;
        foreach (var container in pod.Spec.InitContainers)
        {
            if (!container.Resources.Limits.TryGetValue(name, out var limit) || limit.IsZero) return null;
            if (Pods.PodContainers.IsSidecar(container)) sum += limit;
            else largestInit = Quantity.Max(largestInit, sum + limit);
        }

        foreach (var container in pod.Spec.Containers)
        {
            if (!container.Resources.Limits.TryGetValue(name, out var limit) || limit.IsZero) return null;
            sum += limit;
        }

        return Quantity.Max(sum, largestInit);
    }
}
