using Kybernet.Kubelet.Node;
using Kybernet.Linux.Machine;

namespace Kybernet.Kubelet.Hollow;

/// <summary>A machine that only pretends.</summary>
internal sealed class HollowMachine(HollowNodeOptions options) : INodeMachine
{
    public MachineCapacity Capacity { get; } = new(
        options.Cpus, options.MemoryBytes, options.EphemeralStorageBytes, MaxPids: 1 << 22, new Dictionary<long, long>());

    public MachineIdentity Identity { get; } = new(
        options.NodeName, options.NodeName, options.NodeName, "hollow", "Hollow node", MachineIdentity.GoArchitecture, options.NodeName);

    public Task<NodePressure> ReadPressureAsync(CancellationToken cancellation) => Task.FromResult(NodePressure.None);
}
