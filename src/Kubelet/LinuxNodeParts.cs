using Kybernet.Linux.Networking;
using Kybernet.Wire.Grpc;

namespace Kybernet.Kubelet;

/// <summary>What a kubelet on Linux is given by whoever set up the node around it.</summary>
public sealed record LinuxNodeParts
{
    /// <summary>The way to the container runtime's socket; null: made from the options' endpoint.</summary>
    public GrpcChannel? Runtime { get; init; }

    /// <summary>Opens the node's host ports: the pod network's SetHostPortsAsync. Null: hostPort is not opened by us.</summary>
    public Func<IReadOnlyCollection<HostPortMapping>, CancellationToken, Task>? SetHostPorts { get; init; }

    /// <summary>How the kubelet's own server listens, and whom it lets in; null: there is none.</summary>
    public Server.KubeletServerOptions? Server { get; init; }
}
