namespace Kybernet.Storage;

/// <summary>What a watch delivers at one go.</summary>
/// <param name="Revision">
/// The revision that the watch has reached: everything in its range up to here has been delivered, this batch included.
/// </param>
/// <param name="Events">
/// The changes in revision order. The changes of one transaction are never spread over two batches. Empty for pure progress
/// (etcd's progress notification).
/// </param>
public sealed record WatchBatch(long Revision, IReadOnlyList<StoreEvent> Events)
{
    /// <summary>Whether the batch only tells how far the watch has come.</summary>
    public bool IsProgress => Events.Count == 0;
}
