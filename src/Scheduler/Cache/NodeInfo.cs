using System.Collections.Immutable;
using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.Scheduler.Cache;

/// <summary>A node and what is on it. Immutable: a snapshot stays as it is while pods come and go.</summary>
internal sealed record NodeInfo
{
    private NodeInfo()
    {
    }

    /// <summary>The node; null while only its pods are known.</summary>
    public Node? Node { get; private init; }

    /// <summary>The node's name.</summary>
    public required string Name { get; init; }

    /// <summary>What pods may ask for.</summary>
    public ResourceAmounts Allocatable { get; private init; } = ResourceAmounts.None;

    /// <summary>How many pods it takes.</summary>
    public long AllowedPods { get; private init; }

    /// <summary>The pods on it, those included that are about to be bound to it.</summary>
    public ImmutableDictionary<ObjectKey, PodInfo> Pods { get; private init; } = ImmutableDictionary<ObjectKey, PodInfo>.Empty;

    /// <summary>What they ask for.</summary>
    public ResourceAmounts Requested { get; private init; } = ResourceAmounts.None;

    /// <summary>Their CPU requests with defaults for those that ask for none.</summary>
    public long NonZeroMilliCpu { get; private init; }

    /// <summary>Their memory requests with defaults for those that ask for none.</summary>
    public long NonZeroMemory { get; private init; }

    /// <summary>The ports they take.</summary>
    public ImmutableArray<HostPort> UsedPorts { get; private init; } = [];

    /// <summary>A node of which nothing is known yet.</summary>
    public static NodeInfo Empty(string name) => new() { Name = name };

    /// <summary>The same with the node as it now is.</summary>
    public NodeInfo With(Node? node) => this with
    {
        Node = node,
        Allocatable = node is null ? ResourceAmounts.None : ResourceAmounts.From(node.Status.Allocatable),
        AllowedPods = node is not null && node.Status.Allocatable.TryGetValue("pods", out var pods) ? pods.Value : 0,
    };

    /// <summary>The same with one pod more.</summary>
    public NodeInfo Add(PodInfo pod) => this with
    {
        Pods = Pods.Add(pod.Key, pod),
        Requested = Requested.Plus(pod.Requests),
        NonZeroMilliCpu = NonZeroMilliCpu + pod.NonZeroMilliCpu,
        NonZeroMemory = NonZeroMemory + pod.NonZeroMemory,
        UsedPorts = UsedPorts.AddRange(pod.HostPorts),
    };

    /// <summary>The same without a pod.</summary>
    public NodeInfo Remove(PodInfo pod) => this with
    {
        Pods = Pods.Remove(pod.Key),
        Requested = Requested.Minus(pod.Requests),
        NonZeroMilliCpu = NonZeroMilliCpu - pod.NonZeroMilliCpu,
        NonZeroMemory = NonZeroMemory - pod.NonZeroMemory,
        UsedPorts = pod.HostPorts.IsEmpty ? UsedPorts : [.. Pods.Values.Where(p => p.Key != pod.Key).SelectMany(p => p.HostPorts)],
    };
}
