using Kybernet.Storage.Collections;

namespace Kybernet.Storage.Engine;

/// <summary>What readers see: replaced as a whole when a batch has become durable.</summary>
internal sealed record StoreView(long Revision, long CompactedRevision, BTreeSnapshot<StoreKey, KeyValue> Keys)
{
    /// <summary>Refuses revisions that cannot be read.</summary>
    public void RequireReadable(long revision)
    {
        if (revision > Revision) throw new FutureRevisionException(revision, Revision);
        if (revision < CompactedRevision) throw new CompactedException(revision, CompactedRevision);
    }
}
