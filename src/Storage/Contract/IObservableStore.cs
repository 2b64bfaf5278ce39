namespace Kybernet.Storage;

/// <summary>
/// A store whose present lies in this process: all of it, or a mirror of one that is elsewhere. So it can keep caches exactly up to
/// date.
/// </summary>
public interface IObservableStore : IStore
{
    /// <summary>
    /// Registers a cache for a range: hands it everything at some revision R, then every change after R. Disposing the result ends
    /// it; the observer may still be in a call when Dispose begins, but not when it has returned (unless it is called from there).
    /// </summary>
    IDisposable Observe(KeyRange range, ICommitObserver observer);

    /// <summary>All keys as they are at <see cref="IStore.CurrentRevision"/>, at no cost.</summary>
    StoreSnapshot Snapshot();
}
