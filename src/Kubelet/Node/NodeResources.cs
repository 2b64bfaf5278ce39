using System.Globalization;
using Kybernet.Api;
using Kybernet.Linux.Machine;

namespace Kybernet.Kubelet.Node;

/// <summary>What a machine has, and what of it pods may ask for.</summary>
internal static class NodeResources
{
    private const long EvictionMemory = 100L << 20; // memory.available<100Mi
    private const int EvictionDiskPart = 10; // nodefs.available<10%

    /// <summary>All there is.</summary>
    public static KubeMap<Quantity> Capacity(MachineCapacity machine, int maxPods)
    {
        KubeMap<Quantity> capacity = new()
        {
            ["cpu"] = new(machine.Cpus),
            ["ephemeral-storage"] = Bytes(machine.EphemeralStorageBytes),
            ["memory"] = Bytes(machine.MemoryBytes),
            ["pods"] = new(maxPods),
        };
        foreach (var (size, bytes) in machine.HugePageBytes) capacity[$"hugepages-{HugePageSize(size)}"] = Bytes(bytes);
        return capacity;
    }

    /// <summary>What is left when pods' eviction thresholds and memory bound in huge pages are taken away.</summary>
    public static KubeMap<Quantity> Allocatable(MachineCapacity machine, int maxPods)
    {
        var allocatable = Capacity(machine, maxPods);
        allocatable["memory"] = Bytes(Math.Max(0, machine.MemoryBytes - EvictionMemory - machine.HugePageBytes.Values.Sum()));
        allocatable["ephemeral-storage"] = new(machine.EphemeralStorageBytes - machine.EphemeralStorageBytes / EvictionDiskPart);
        return allocatable;
    }

    /// <summary>The name of a size of huge pages: 2Mi, 1Gi.</summary>
    internal static string HugePageSize(long bytes) => bytes % (1L << 30) == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30}Gi")
        : bytes % (1L << 20) == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20}Mi")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10}Ki");

    private static Quantity Bytes(long value) => value != 0 && value % 1024 == 0
        ? Quantity.Parse(string.Create(CultureInfo.InvariantCulture, $"{value / 1024}Ki"))
        : new(value);
}
