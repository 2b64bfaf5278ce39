using Kybernet.Kubelet.Runtime;
using Kybernet.Linux.Machine;

namespace Kybernet.Kubelet.Node;

/// <summary>All that a node's status is made of.</summary>
internal sealed record NodeStatusInput
{
    public required KubeletOptions Options { get; init; }

    public required MachineCapacity Capacity { get; init; }

    public required MachineIdentity Identity { get; init; }

    public required string RuntimeName { get; init; }

    public required string RuntimeVersion { get; init; }

    public required RuntimeReadiness Readiness { get; init; }

    public required NodePressure Pressure { get; init; }

    public IReadOnlyList<RuntimeImage> Images { get; init; } = [];

    public required DateTimeOffset Now { get; init; }
}
