using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.Scheduler.Cache;

/// <summary>
/// Nodes and the pods on them: those that the API says are bound, and those that are assumed to be while the binding is
/// on its way. Used by the informers' handlers and the scheduling loop at once.
/// </summary>
internal sealed class SchedulerCache
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, NodeInfo> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<ObjectKey, Placement> _pods = [];
    private ClusterSnapshot? _snapshot;

    /// <summary>The nodes as they are now. The same object as before if nothing has changed.</summary>
    public ClusterSnapshot Snapshot()
    {
        lock (_lock) return _snapshot ??= new ClusterSnapshot([.. _nodes.Values.Where(n => n.Node is not null)]);
    }

    /// <summary>A node appeared or changed.</summary>
    public void SetNode(Node node)
    {
        lock (_lock) Set(NodeOf(node.Metadata.Name).With(node));
    }

    /// <summary>A node is gone. Pods that are said to be on it are remembered until they go too.</summary>
    public void RemoveNode(string name)
    {
        lock (_lock) Set(NodeOf(name).With(null));
    }

    /// <summary>A bound pod appeared or changed.</summary>
    public void SetPod(Pod pod)
    {
        lock (_lock)
        {
            Take(ObjectKey.Of(pod));
            Put(new PodInfo(pod), pod.Spec.NodeName, assumed: false);
        }
    }

    /// <summary>A bound pod is gone or has ended.</summary>
    public void RemovePod(ObjectKey key)
    {
        lock (_lock) Take(key);
    }

    /// <summary>A pod is taken to be on a node from now on, though the API does not say so yet.</summary>
    public void Assume(PodInfo pod, string nodeName)
    {
        lock (_lock)
        {
            Take(pod.Key);
            Put(pod, nodeName, assumed: true);
        }
    }

    /// <summary>The binding came to nothing. A pod that the API says is bound stays.</summary>
    public void Forget(PodInfo pod)
    {
        lock (_lock)
        {
            if (_pods.TryGetValue(pod.Key, out var placement) && placement.Assumed) Take(pod.Key);
        }
    }

    /// <summary>Whether the pod is on a node, or on its way there.</summary>
    public bool IsPlaced(ObjectKey key)
    {
        lock (_lock) return _pods.ContainsKey(key);
    }

    private NodeInfo NodeOf(string name) => _nodes.TryGetValue(name, out var node) ? node : NodeInfo.Empty(name);

    private void Put(PodInfo pod, string nodeName, bool assumed)
    {
        Set(NodeOf(nodeName).Add(pod));
        _pods[pod.Key] = new Placement(pod, nodeName, assumed);
    }

    private void Take(ObjectKey key)
    {
        if (_pods.Remove(key, out var placement)) Set(NodeOf(placement.NodeName).Remove(placement.Pod));
    }

    private void Set(NodeInfo node)
    {
        _snapshot = null;
        if (node.Node is null && node.Pods.IsEmpty) _nodes.Remove(node.Name);
        else _nodes[node.Name] = node;
    }

    private sealed record Placement(PodInfo Pod, string NodeName, bool Assumed);
}
