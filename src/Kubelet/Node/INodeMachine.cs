using Kybernet.Linux.Machine;

namespace Kybernet.Kubelet.Node;

/// <summary>The machine that the node is.</summary>
internal interface INodeMachine
{
    /// <summary>What it has to give.</summary>
    MachineCapacity Capacity { get; }

    /// <summary>What it says of itself.</summary>
    MachineIdentity Identity { get; }

    /// <summary>What it is running out of.</summary>
    Task<NodePressure> ReadPressureAsync(CancellationToken cancellation);
}

/// <summary>What a machine is running out of, by upstream's eviction thresholds.</summary>
/// <param name="Memory">Less than 100 MiB are available.</param>
/// <param name="Disk">Less than a tenth of the pods' file system, or a twentieth of its inodes, is free.</param>
/// <param name="Pids">Hardly any process can be started any more.</param>
internal sealed record NodePressure(bool Memory, bool Disk, bool Pids)
{
    public static NodePressure None { get; } = new(false, false, false);
}
