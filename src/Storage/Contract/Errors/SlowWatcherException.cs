namespace Kybernet.Storage;

/// <summary>A watch was cut off because its reader fell behind by more changes than the store keeps at hand.</summary>
/// <param name="nextRevision">The first revision that was not delivered.</param>
public sealed class SlowWatcherException(long nextRevision)
    : StoreException($"the watcher is too slow: changes from revision {nextRevision} on are no longer at hand")
{
    /// <summary>The first revision that was not delivered.</summary>
    public long NextRevision => nextRevision;
}
