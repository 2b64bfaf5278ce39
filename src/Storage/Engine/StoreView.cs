using Kybernet.Storage.Collections;
using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Engine;

/// <summary>What readers see: replaced as a whole when a batch has become durable.</summary>
internal sealed record StoreView(long Revision, long CompactedRevision, BTreeSnapshot<StoreKey, KeyValue> Keys)
{
    /// <summary>Refuses revisions that cannot be read.</summary>
    public void RequireReadable(long revision) => MvccState.RequireReadable(revision, Revision, CompactedRevision);
}
