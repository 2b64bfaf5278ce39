using Kybernet.Storage.Collections;

namespace Kybernet.Storage.Mvcc;

/// <summary>
/// The state machine: keys, revision and leases as they are after the last evaluated request, and in <see cref="Batch"/> what has
/// changed since the last commit. No clock, no thread, no disk. A request that is refused has changed nothing.
/// </summary>
internal sealed class MvccState
{
    /// <summary>An empty store's revision.</summary>
    public const long FirstRevision = 1;

    /// <summary>How many keys one revision may change: the log numbers them.</summary>
    public const int MaxChanges = 1 << 20;

    public CopyOnWriteBTree<StoreKey, KeyValue> Keys { get; init; } = new();

    public LeaseTable Leases { get; init; } = new();

    public long Revision { get; set; } = FirstRevision;

    public long CompactedRevision { get; set; }

    /// <inheritdoc cref="IEmbeddedStore.Identity"/>
    public long Identity { get; init; }

    /// <summary>What history there is beside the present.</summary>
    public SupersededBytes Superseded { get; } = new();

    public CommitBatch Batch { get; } = new();

    /// <summary>Reads what was committed: the changes of these revisions (both included) in a range, in order.</summary>
    public Func<long, long, KeyRange, IEnumerable<StoreEvent>> History { get; set; } =
        static (_, _, _) => throw new InvalidOperationException("This state has no history.");

    public KeyValue? Find(StoreKey key) => Keys.TryGetValue(key, out var item) ? item : null;

    public WriteResult Put(StoreKey key, ReadOnlyMemory<byte> value, long? expectedModRevision, long leaseId)
    {
        var current = Find(key);
        if (Differs(current, expectedModRevision)) return new WriteResult(false, Revision, current, current);
        Leases.Require(leaseId);
        var written = Write(Revision + 1, key, value, leaseId, current);
        Revision++;
        return new WriteResult(true, Revision, written, current);
    }

    public WriteResult Delete(StoreKey key, long? expectedModRevision)
    {
        var current = Find(key);
        if (Differs(current, expectedModRevision)) return new WriteResult(false, Revision, current, current);
        if (current is null) return new WriteResult(true, Revision, null, null);
        Erase(Revision + 1, current);
        Revision++;
        return new WriteResult(true, Revision, null, current);
    }

    public Lease GrantLease(Lease lease, TimeSpan now)
    {
        Leases.Add(lease, now);
        Batch.GrantedLeases.Add(lease);
        return lease;
    }

    /// <summary>Ends a lease: its keys go at one revision (at several, should there be more than one can change).</summary>
    public long RevokeLease(long id)
    {
        var keys = Leases.Remove(id);
        Batch.EndedLeases.Add(id);
        foreach (var some in keys.Chunk(MaxChanges))
        {
            foreach (var key in some) Erase(Revision + 1, Find(key)!);
            Revision++;
        }
        return Revision;
    }

    /// <summary>Ends every lease whose time is up.</summary>
    public int ExpireLeases(TimeSpan now)
    {
        var ended = 0;
        for (; Leases.FindExpired(now) is not 0 and var id; ended++) RevokeLease(id);
        return ended;
    }

    public long Compact(long revision)
    {
        if (revision <= CompactedRevision) throw new CompactedException(revision, CompactedRevision);
        if (revision > Revision) throw new FutureRevisionException(revision, Revision);
        Superseded.Forget(revision);
        return CompactedRevision = Batch.CompactRevision = revision;
    }

    /// <summary>Refuses revisions that cannot be read.</summary>
    public void RequireReadable(long revision) => RequireReadable(revision, Revision, CompactedRevision);

    /// <summary>The same for a state of which these two are known.</summary>
    public static void RequireReadable(long revision, long current, long compacted)
    {
        if (revision > current) throw new FutureRevisionException(revision, current);
        if (revision < compacted) throw new CompactedException(revision, compacted);
    }

    /// <summary>What has changed in a range since a revision, what is not committed yet included.</summary>
    public IEnumerable<StoreEvent> ChangesAfter(long revision, KeyRange range)
    {
        var committed = (Batch.Events.Count > 0 ? Batch.Events[0].Revision : Revision + 1) - 1;
        var changes = revision < committed ? History(revision + 1, committed, range) : [];
        return changes.Concat(Batch.Events.Where(change => change.Revision > revision && range.Contains(change.Key)));
    }

    /// <summary>Writes a key as part of the transaction that will be <paramref name="revision"/>.</summary>
    internal KeyValue Write(long revision, StoreKey key, ReadOnlyMemory<byte> value, long leaseId, KeyValue? current)
    {
        var written = new KeyValue(key, value, current?.CreateRevision ?? revision, revision, (current?.Version ?? 0) + 1, leaseId);
        Keys.Set(key, written);
        if (current is not null) Superseded.Add(current, revision);
        Leases.Move(key, current?.LeaseId ?? 0, leaseId);
        Batch.Events.Add(new StoreEvent(StoreEventKind.Put, written, current));
        return written;
    }

    /// <summary>Deletes a key as part of the transaction that will be <paramref name="revision"/>.</summary>
    internal void Erase(long revision, KeyValue current)
    {
        Keys.Remove(current.Key);
        Superseded.Add(current, revision);
        Leases.Move(current.Key, current.LeaseId, 0);
        Batch.Events.Add(Deletion(revision, current));
    }

    public static StoreEvent Deletion(long revision, KeyValue current) =>
        new(StoreEventKind.Delete, new KeyValue(current.Key, default, 0, revision, 0), current);

    private static bool Differs(KeyValue? current, long? expectedModRevision) =>
        expectedModRevision is { } expected && (current?.ModRevision ?? 0) != expected;
}
