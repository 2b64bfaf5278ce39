namespace Kybernet.Storage;

/// <summary>The wanted revision has not come yet (etcd's ErrFutureRev; the API answers "Too large resource version").</summary>
/// <param name="revision">The wanted revision.</param>
/// <param name="currentRevision">The store's revision.</param>
public sealed class FutureRevisionException(long revision, long currentRevision)
    : StoreException($"required revision {revision} is a future revision: the store is at {currentRevision}")
{
    /// <summary>The wanted revision.</summary>
    public long Revision => revision;

    /// <summary>The store's revision when it refused.</summary>
    public long CurrentRevision => currentRevision;
}
