namespace Kybernet.Storage;

/// <summary>The wanted revision has been compacted (etcd's ErrCompacted; the API answers 410 Gone).</summary>
/// <param name="revision">The wanted revision.</param>
/// <param name="compactedRevision">What is compacted.</param>
public sealed class CompactedException(long revision, long compactedRevision)
    : StoreException($"required revision {revision} has been compacted: the oldest kept state is {compactedRevision}")
{
    /// <summary>The wanted revision.</summary>
    public long Revision => revision;

    /// <summary>The store's compacted revision when it refused.</summary>
    public long CompactedRevision => compactedRevision;
}
