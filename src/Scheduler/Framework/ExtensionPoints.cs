using Kybernet.Api.Core.V1;
using Kybernet.Scheduler.Cache;

namespace Kybernet.Scheduler.Framework;

/// <summary>A scheduling plugin. What it has a say in follows from the interfaces it implements.</summary>
internal interface IPlugin
{
    /// <summary>Upstream's name: <c>NodeResourcesFit</c>.</summary>
    string Name { get; }
}

/// <summary>Keeps pods out of the queue until they may be looked at.</summary>
internal interface IPreEnqueuePlugin : IPlugin
{
    /// <summary>Whether the pod may enter the active queue.</summary>
    Verdict PreEnqueue(Pod pod);
}

/// <summary>Orders the queue.</summary>
internal interface IQueueSortPlugin : IPlugin
{
    /// <summary>Negative when <paramref name="a"/> goes first.</summary>
    int Compare(QueuedPodOrder a, QueuedPodOrder b);
}

/// <summary>Looks at the pod once, before nodes are tried.</summary>
internal interface IPreFilterPlugin : IPlugin
{
    /// <summary>Judges the pod; <see cref="Verdict.Skip"/> leaves the plugin's filter out for it.</summary>
    Verdict PreFilter(PodInfo pod, ClusterSnapshot snapshot);
}

/// <summary>Says which nodes cannot take the pod. Called for many nodes: no allocation on success.</summary>
internal interface IFilterPlugin : IPlugin
{
    /// <summary>Judges one node.</summary>
    Verdict Filter(PodInfo pod, NodeInfo node);
}

/// <summary>Tries to make room when no node fits (preemption).</summary>
internal interface IPostFilterPlugin : IPlugin
{
    /// <summary>Gives the node that will have room, or null and the words for the condition.</summary>
    ValueTask<(string? NominatedNode, string Message)> PostFilterAsync(PodInfo pod, ClusterSnapshot snapshot, Diagnosis diagnosis, CancellationToken cancellation);
}

/// <summary>Says how good nodes are.</summary>
internal interface IScorePlugin : IPlugin
{
    /// <summary>How much the plugin counts (upstream's defaults).</summary>
    int Weight { get; }

    /// <summary>The score of one node: 0 to <see cref="NodeScores.Max"/> after <see cref="Normalize"/>.</summary>
    long Score(PodInfo pod, NodeInfo node);

    /// <summary>Brings the scores of all nodes into range, where the plugin cannot know it from one node.</summary>
    void Normalize(Span<long> scores)
    {
    }
}

/// <summary>Sets something aside when a node is chosen, and gives it back when it comes to nothing.</summary>
internal interface IReservePlugin : IPlugin
{
    /// <summary>Sets it aside.</summary>
    Verdict Reserve(PodInfo pod, string nodeName);

    /// <summary>Gives it back. Called also when an earlier Reserve failed.</summary>
    void Unreserve(PodInfo pod, string nodeName);
}

/// <summary>May hold a pod back, or refuse it, after a node is chosen.</summary>
internal interface IPermitPlugin : IPlugin
{
    /// <summary>Waits for permission.</summary>
    ValueTask<Verdict> PermitAsync(PodInfo pod, string nodeName, CancellationToken cancellation);
}

/// <summary>Does what has to be done before a pod is bound.</summary>
internal interface IPreBindPlugin : IPlugin
{
    /// <summary>Does it.</summary>
    ValueTask<Verdict> PreBindAsync(PodInfo pod, string nodeName, CancellationToken cancellation);
}

/// <summary>Binds the pod to its node.</summary>
internal interface IBindPlugin : IPlugin
{
    /// <summary>Binds; <see cref="Verdict.Skip"/> leaves it to the next plugin.</summary>
    ValueTask<Verdict> BindAsync(PodInfo pod, string nodeName, CancellationToken cancellation);
}

/// <summary>Is told when a pod is bound.</summary>
internal interface IPostBindPlugin : IPlugin
{
    /// <summary>The pod is bound.</summary>
    void PostBind(PodInfo pod, string nodeName);
}

/// <summary>What a queue order is decided by.</summary>
/// <param name="Priority">The pod's priority.</param>
/// <param name="Since">When it entered the queue.</param>
internal readonly record struct QueuedPodOrder(int Priority, DateTimeOffset Since);
