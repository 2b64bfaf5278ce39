using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Plugins;

/// <summary>Orders the queue by priority, then by time.</summary>
internal sealed class PrioritySort : IQueueSortPlugin
{
    /// <inheritdoc/>
    public string Name => "PrioritySort";

    /// <inheritdoc/>
    public int Compare(QueuedPodOrder a, QueuedPodOrder b)
    {
        var byPriority = b.Priority.CompareTo(a.Priority);
        return byPriority != 0 ? byPriority : a.Since.CompareTo(b.Since);
    }
}
