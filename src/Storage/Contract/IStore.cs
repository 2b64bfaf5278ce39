namespace Kybernet.Storage;

/// <summary>
/// etcd's place and etcd's semantics: a sorted map from key to value with one global revision that every writing transaction
/// raises by one, reads at any revision that is not compacted yet, and watches that replay from a revision. An empty store is at
/// revision 1; its first write makes revision 2. Safe for use by any number of threads.
/// </summary>
/// <remarks>
/// Writes are answered when they are durable. Cancelling a write works until it has been queued; from then on the caller is told
/// the outcome. All methods throw <see cref="StoreUnavailableException"/> when the store is closed or cannot serve, in which case
/// nothing was done.
/// </remarks>
public interface IStore : IAsyncDisposable
{
    /// <summary>Whether others than this process may write to it.</summary>
    bool IsShared { get; }

    /// <summary>The newest revision that reads see. It moves only after every commit observer has seen that revision.</summary>
    long CurrentRevision { get; }

    /// <summary>Reads below, and watches up to, this revision fail with <see cref="CompactedException"/>; 0 at first.</summary>
    long CompactedRevision { get; }

    /// <summary>Leases: keys that go away with whoever stops renewing.</summary>
    ILeases Leases { get; }

    /// <summary>
    /// Completes when reads see everything that had been committed when this was called, by whomever, and returns the revision that
    /// they have reached. At once where nobody else can write; a store that several processes share asks it how far it is.
    /// </summary>
    ValueTask<long> CatchUpAsync(CancellationToken cancellation = default);

    /// <summary>The key at <paramref name="revision"/> (0: now); null when it did not exist then.</summary>
    /// <exception cref="CompactedException">That revision is gone.</exception>
    /// <exception cref="FutureRevisionException">That revision has not come yet.</exception>
    ValueTask<KeyValue?> GetAsync(StoreKey key, long revision = 0, CancellationToken cancellation = default);

    /// <summary>Reads the keys of a range in order.</summary>
    /// <exception cref="CompactedException">The wanted revision is gone.</exception>
    /// <exception cref="FutureRevisionException">The wanted revision has not come yet.</exception>
    ValueTask<RangeResult> RangeAsync(KeyRange range, RangeOptions options = default, CancellationToken cancellation = default);

    /// <summary>
    /// Writes one key, if its <see cref="KeyValue.ModRevision"/> is <paramref name="expectedModRevision"/>: 0 for "must not exist",
    /// null to write in any case. A failed comparison is no exception: the result carries the key as it is.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; the array passes to the store and must not be changed afterwards.</param>
    /// <param name="expectedModRevision">What the key's revision must be.</param>
    /// <param name="leaseId">The lease that is to delete the key; 0 for none.</param>
    /// <param name="cancellation">Gives up waiting for a place in the queue.</param>
    /// <exception cref="LeaseNotFoundException">There is no such lease.</exception>
    /// <exception cref="CommitOutcomeUnknownException">The commit failed: it may or may not have been done.</exception>
    ValueTask<WriteResult> PutAsync(
        StoreKey key, ReadOnlyMemory<byte> value, long? expectedModRevision = null, long leaseId = 0,
        CancellationToken cancellation = default);

    /// <summary>
    /// Deletes one key under the same comparison as <see cref="PutAsync"/>. Deleting what does not exist succeeds without a new
    /// revision when no revision was expected.
    /// </summary>
    /// <exception cref="CommitOutcomeUnknownException">The commit failed: it may or may not have been done.</exception>
    ValueTask<WriteResult> DeleteAsync(StoreKey key, long? expectedModRevision = null, CancellationToken cancellation = default);

    /// <summary>
    /// Carries out a transaction: if all comparisons hold its success operations, else its failure operations, as one revision.
    /// </summary>
    /// <exception cref="ArgumentException">The transaction writes a key twice.</exception>
    /// <exception cref="LeaseNotFoundException">A put names a lease that does not exist; nothing was done.</exception>
    /// <exception cref="MissingKeyException">A put wants to keep the value or lease of a key that does not exist; nothing was done.</exception>
    /// <exception cref="CompactedException">It reads at a revision that is gone; nothing was done.</exception>
    /// <exception cref="FutureRevisionException">It reads at a revision that has not come yet; nothing was done.</exception>
    /// <exception cref="TransactionTooLargeException">It would change too many keys; nothing was done.</exception>
    /// <exception cref="CommitOutcomeUnknownException">The commit failed: it may or may not have been done.</exception>
    ValueTask<TransactionResult> CommitAsync(Transaction transaction, CancellationToken cancellation = default);

    /// <summary>
    /// Watches a range from <paramref name="startRevision"/> on (that revision's changes included; 0 for "what comes after now").
    /// The watch is in place when this returns.
    /// </summary>
    /// <exception cref="CompactedException">The start is compacted.</exception>
    /// <exception cref="FutureRevisionException">The start lies beyond the next revision.</exception>
    ValueTask<IStoreWatch> WatchAsync(KeyRange range, long startRevision = 0, CancellationToken cancellation = default);

    /// <summary>
    /// Forgets what was superseded at or before <paramref name="revision"/>. Returns when such reads are refused; with
    /// <paramref name="physical"/> when the space has been given back too (etcd's flag of that name).
    /// </summary>
    /// <exception cref="CompactedException">The revision is compacted already.</exception>
    /// <exception cref="FutureRevisionException">The revision has not come yet.</exception>
    ValueTask CompactAsync(long revision, bool physical = false, CancellationToken cancellation = default);
}
