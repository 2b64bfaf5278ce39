namespace Kybernet.Storage;

/// <summary>
/// A cache that lives with a store. It is called one call at a time and in revision order, after the changes are durable and before
/// the writers' tasks complete: who has been told that a write is done finds it in the cache.
/// </summary>
/// <remarks>
/// While an observer works every writer waits: it must be quick, must not wait for anything, must not call the store and must not
/// throw. An exception stops the store for good, for a cache that missed a change would lie.
/// </remarks>
public interface ICommitObserver
{
    /// <summary>Called once, before <see cref="IObservableStore.Observe"/> returns: what is there now.</summary>
    void OnSnapshot(StoreSnapshot snapshot);

    /// <summary>Changes in the observed range: those of one or several transactions that became durable together.</summary>
    /// <param name="revision">The store's revision after these changes.</param>
    /// <param name="events">The changes in revision order, all of them newer than anything delivered before.</param>
    void OnCommit(long revision, ReadOnlySpan<StoreEvent> events);
}
