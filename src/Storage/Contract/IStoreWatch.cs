namespace Kybernet.Storage;

/// <summary>A watch in progress. Disposing ends it.</summary>
public interface IStoreWatch : IAsyncDisposable
{
    /// <summary>
    /// The changes in revision order, without gap or repeat, as they come; to be read by one reader, once. Ends when the watch is
    /// disposed.
    /// </summary>
    /// <exception cref="SlowWatcherException">The reader fell behind by more than the store keeps: list again and start anew.</exception>
    /// <exception cref="CompactedException">The changes still to be delivered have been compacted.</exception>
    /// <exception cref="StoreUnavailableException">The store was closed.</exception>
    IAsyncEnumerable<WatchBatch> ReadAllAsync(CancellationToken cancellation = default);

    /// <summary>
    /// Asks for a batch at the next opportunity even if nothing has happened, to learn which revision the watch has reached
    /// (etcd's WatchProgressRequest). The reached revision is at least the store's at the time of this call.
    /// </summary>
    void RequestProgress();
}
