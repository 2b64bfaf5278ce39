using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Queue;

/// <summary>A pod that waits for a node.</summary>
/// <param name="pod">As it was read last.</param>
/// <param name="now">When it came.</param>
internal sealed class QueuedPod(Pod pod, DateTimeOffset now)
{
    /// <summary>The pod; replaced when it changes.</summary>
    public Pod Pod { get; set; } = pod;

    /// <summary>Its namespace and name.</summary>
    public ObjectKey Key { get; } = ObjectKey.Of(pod);

    /// <summary>How often a node has been looked for.</summary>
    public int Attempts { get; set; }

    /// <summary>When it entered the part of the queue it is in.</summary>
    public DateTimeOffset Since { get; set; } = now;

    /// <summary>Where it is.</summary>
    public QueuePlace Place { get; set; }

    /// <summary>The plugins that were against it in the last attempt; empty before the first.</summary>
    public IReadOnlySet<string> FailedPlugins { get; set; } = new HashSet<string>();

    /// <summary>What its turn depends on.</summary>
    public QueuedPodOrder Order => new(Pod.Spec.Priority ?? 0, Since);
}

/// <summary>The parts of the queue.</summary>
internal enum QueuePlace
{
    /// <summary>Its turn comes as soon as those before it are done.</summary>
    Active,

    /// <summary>It failed lately and waits a little.</summary>
    Backoff,

    /// <summary>It fits nowhere; it waits for something to change.</summary>
    Unschedulable,

    /// <summary>A node is being looked for just now.</summary>
    InFlight,
}
