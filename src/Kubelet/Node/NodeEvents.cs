using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.Kubelet.Node;

/// <summary>Tells what happens to the node, in upstream's reasons.</summary>
internal sealed class NodeEvents(string node, IEventRecorder events)
{
    // As upstream, events about nodes carry the name in place of the uid: they may come before the object.
    private readonly ObjectReference _node = new() { Kind = "Node", Name = node, Uid = node };

    /// <summary>The kubelet has started.</summary>
    public void TellStart() => events.Event(_node, "Normal", "Starting", "Starting kubelet.");

    /// <summary>Pods' cgroups hold them to what the node can allocate.</summary>
    public void TellAllocatable() =>
        events.Event(_node, "Normal", "NodeAllocatableEnforced", "Updated Node Allocatable limit across pods");

    /// <summary>Tells which conditions are not what they were.</summary>
    public void TellChanges(NodeStatus? before, NodeStatus after)
    {
        foreach (var condition in after.Conditions)
        {
            if (before?.Conditions.FirstOrDefault(c => c.Type == condition.Type)?.Status == condition.Status) continue;
            var reason = (condition.Type, condition.Status) switch
            {
                ("MemoryPressure", "False") => "NodeHasSufficientMemory",
                ("MemoryPressure", _) => "NodeHasInsufficientMemory",
                ("DiskPressure", "False") => "NodeHasNoDiskPressure",
                ("DiskPressure", _) => "NodeHasDiskPressure",
                ("PIDPressure", "False") => "NodeHasSufficientPID",
                ("PIDPressure", _) => "NodeHasInsufficientPID",
                ("Ready", "True") => "NodeReady",
                _ => "NodeNotReady",
            };
            events.Event(_node, "Normal", reason, $"Node {node} status is now: {reason}");
        }
    }
}
