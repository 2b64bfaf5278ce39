using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Runtime;

namespace Kybernet.Kubelet.Node;

/// <summary>Makes a node's status: a pure function of what was measured.</summary>
internal static class NodeStatusBuilder
{
    private const int MaxImages = 50;
    private const int MaxNamesAnImage = 5;

    /// <summary>The status as it is now.</summary>
    /// <param name="input">What was measured.</param>
    /// <param name="previous">The status before, for the times of transitions; null when there was none.</param>
    public static NodeStatus Build(NodeStatusInput input, NodeStatus? previous)
    {
        var (identity, options) = (input.Identity, input.Options);
        NodeStatus status = new()
        {
            NodeInfo = new()
            {
                MachineID = identity.MachineId,
                SystemUUID = identity.SystemUuid,
                BootID = identity.BootId,
                KernelVersion = identity.KernelVersion,
                OsImage = identity.OsImage,
                ContainerRuntimeVersion = $"{input.RuntimeName}://{input.RuntimeVersion}",
                KubeletVersion = options.KubeletVersion,
                OperatingSystem = "linux",
                Architecture = identity.Architecture,
            },
            Capacity = NodeResources.Capacity(input.Capacity, options.MaxPods),
            Allocatable = NodeResources.Allocatable(input.Capacity, options.MaxPods),
            DaemonEndpoints = new() { KubeletEndpoint = new() { Port = options.Port } },
        };
        foreach (var ip in options.NodeIps) status.Addresses.Add(new() { Type = "InternalIP", Address = ip.ToString() });
        status.Addresses.Add(new() { Type = "Hostname", Address = identity.HostName });

        foreach (var image in input.Images.OrderByDescending(static i => i.SizeBytes).Take(MaxImages))
            status.Images.Add(new() { Names = [.. image.Names.Take(MaxNamesAnImage)], SizeBytes = image.SizeBytes });

        Add(status, previous, input.Now, "MemoryPressure", input.Pressure.Memory,
            ("KubeletHasInsufficientMemory", "kubelet has insufficient memory available"),
            ("KubeletHasSufficientMemory", "kubelet has sufficient memory available"));
        Add(status, previous, input.Now, "DiskPressure", input.Pressure.Disk,
            ("KubeletHasDiskPressure", "kubelet has disk pressure"), ("KubeletHasNoDiskPressure", "kubelet has no disk pressure"));
        Add(status, previous, input.Now, "PIDPressure", input.Pressure.Pids,
            ("KubeletHasInsufficientPID", "kubelet has insufficient PID available"),
            ("KubeletHasSufficientPID", "kubelet has sufficient PID available"));
        var notReady = WhyNotReady(input.Readiness);
        Add(status, previous, input.Now, "Ready", notReady.Length == 0,
            ("KubeletReady", "kubelet is posting ready status"), ("KubeletNotReady", notReady));
        return status;
    }

    /// <summary>Whether two statuses say the same, whenever they said it.</summary>
    public static bool Same(NodeStatus one, NodeStatus other) => WithoutHeartbeats(one).DeepEquals(WithoutHeartbeats(other));

    private static string WhyNotReady(RuntimeReadiness readiness) => readiness switch
    {
        { RuntimeReady: false } => $"container runtime not ready: {readiness.Message}",
        { NetworkReady: false } => $"container runtime network not ready: {readiness.Message}",
        _ => "",
    };

    private static void Add(
        NodeStatus status, NodeStatus? previous, DateTimeOffset now, string type, bool holds,
        (string Reason, string Message) whenTrue, (string Reason, string Message) whenFalse)
    {
        var value = holds ? "True" : "False";
        var before = previous?.Conditions.FirstOrDefault(c => c.Type == type);
        var (reason, message) = holds ? whenTrue : whenFalse;
        status.Conditions.Add(new()
        {
            Type = type,
            Status = value,
            Reason = reason,
            Message = message,
            LastHeartbeatTime = now,
            LastTransitionTime = before?.Status == value ? before.LastTransitionTime : now,
        });
    }

    private static NodeStatus WithoutHeartbeats(NodeStatus status)
    {
        var copy = status.Clone();
        foreach (var condition in copy.Conditions) condition.LastHeartbeatTime = null;
        return copy;
    }
}
