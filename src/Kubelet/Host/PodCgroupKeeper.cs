using System.Collections.Concurrent;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Kubelet.Containers;
using Kybernet.Kubelet.Status;
using Kybernet.Linux.Cgroups;
using Kybernet.Linux.Machine;

namespace Kybernet.Kubelet.Host;

/// <summary>
/// The cgroups of pods: one for all of them that holds them to what the node can allocate, one a class of service, one a pod.
/// </summary>
internal sealed class PodCgroupKeeper(
    CgroupHierarchy hierarchy, PodCgroups names, MachineCapacity machine, int maxPods, ExecutionEnvironment environment, BlockingWork work)
{
    private readonly ConcurrentDictionary<string, (PodQosClass Qos, long MilliCpu)> _pods = new(StringComparer.Ordinal);

    /// <summary>1 or 2.</summary>
    public int Version => hierarchy.Version;

    /// <summary>Makes the cgroups that all pods share.</summary>
    public Task SetUpAsync(CancellationToken cancellation) => work.RunAsync(
        () =>
        {
            var allocatable = Node.NodeResources.Allocatable(machine, maxPods);
            hierarchy.Ensure(names.Kubepods, new(
                CpuShares: CpuShares.FromMilliCpu(machine.Cpus * 1000L), MemoryLimit: allocatable["memory"].Value));
            hierarchy.Ensure(names.OfClass(PodQosClass.BestEffort), new(CpuShares: CpuShares.Min));
            hierarchy.Ensure(names.OfClass(PodQosClass.Burstable), new(CpuShares: CpuShares.Min));
        },
        cancellation);

    /// <summary>The cgroup that a pod's containers are made under, as the runtime takes it.</summary>
    public string ParentOf(Pod pod) => "/" + names.OfPod(PodQos.Of(pod), pod.Metadata.Uid);

    /// <summary>Makes a pod's cgroup.</summary>
    public async Task EnsureAsync(Pod pod, CancellationToken cancellation)
    {
        var uid = pod.Metadata.Uid;
        if (_pods.ContainsKey(uid)) return;
        var qos = PodQos.Of(pod);
        await work.RunAsync(() => hierarchy.Ensure(names.OfPod(qos, uid), ContainerResources.OfPod(pod)), cancellation);
        _pods[uid] = (qos, Node.PodRequests.Of(pod).TryGetValue("cpu", out var cpu) ? cpu.MilliValue : 0);
        if (qos == PodQosClass.Burstable) await WeighBurstableAsync(cancellation);
    }

    /// <summary>Ends what is left in a pod's cgroup and removes it.</summary>
    public async Task RemoveAsync(string uid, CancellationToken cancellation)
    {
        _pods.TryRemove(uid, out var known);
        foreach (var qos in Enum.GetValues<PodQosClass>())
        {
            var cgroup = names.OfPod(qos, uid);
            if (!hierarchy.Exists(cgroup)) continue;
            await hierarchy.KillAsync(cgroup, environment.Time, cancellation);
            await hierarchy.RemoveAsync(cgroup, environment.Time, cancellation);
        }

        if (known.Qos == PodQosClass.Burstable && known.MilliCpu > 0) await WeighBurstableAsync(cancellation);
    }

    /// <summary>The uids of pods that have a cgroup.</summary>
    public IReadOnlyList<string> Found() =>
    [
        .. Enum.GetValues<PodQosClass>().SelectMany(qos => hierarchy.Children(names.OfClass(qos)))
            .Where(static n => n.StartsWith("pod", StringComparison.Ordinal)).Select(static n => n[3..]).Distinct(),
    ];

    /// <summary>What a pod has used; null when it has no cgroup.</summary>
    public CgroupUsage? ReadUsage(Pod pod) => hierarchy.ReadUsage(names.OfPod(PodQos.Of(pod), pod.Metadata.Uid));

    /// <summary>Pods that ask for something count, together, by what they ask for.</summary>
    private Task WeighBurstableAsync(CancellationToken cancellation)
    {
        var sum = _pods.Values.Where(static p => p.Qos == PodQosClass.Burstable).Sum(static p => p.MilliCpu);
        return work.RunAsync(
            () => hierarchy.Ensure(names.OfClass(PodQosClass.Burstable), new(CpuShares: CpuShares.FromMilliCpu(sum))), cancellation);
    }
}
