using Kybernet.Storage;

namespace Kybernet.Host.Commands.Components;

/// <summary>
/// etcd's automatic compaction: what nobody asks to be compacted goes after a time, or so many revisions later. The size of the history
/// is bounded in any case.
/// </summary>
internal sealed record AutoCompaction
{
    private static readonly TimeSpan RevisionInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromHours(1);

    /// <summary>How long history is kept; 0: this does not count.</summary>
    public TimeSpan Period { get; init; }

    /// <summary>How many revisions are kept; 0: this does not count.</summary>
    public long Revisions { get; init; }

    /// <summary>Compacts, until cancelled.</summary>
    public Task RunAsync(IStore store, TimeProvider time, CancellationToken cancellation) =>
        Period > TimeSpan.Zero ? RunPeriodicAsync(store, time, cancellation)
        : Revisions > 0 ? RunByRevisionAsync(store, time, cancellation)
        : Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);

    /// <summary>Each period, or each hour of a longer one, what had been superseded a period ago.</summary>
    private async Task RunPeriodicAsync(IStore store, TimeProvider time, CancellationToken cancellation)
    {
        var interval = Period < LongestInterval ? Period : LongestInterval;
        Queue<long> seen = new();
        while (true)
        {
            seen.Enqueue(store.CurrentRevision);
            await Task.Delay(interval, time, cancellation);
            if (seen.Count * interval >= Period) await CompactAsync(store, seen.Dequeue(), cancellation);
        }
    }

    private async Task RunByRevisionAsync(IStore store, TimeProvider time, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(RevisionInterval, time, cancellation);
            await CompactAsync(store, store.CurrentRevision - Revisions, cancellation);
        }
    }

    private static async Task CompactAsync(IStore store, long revision, CancellationToken cancellation)
    {
        if (revision <= store.CompactedRevision) return;
        try
        {
            await store.CompactAsync(revision, cancellation: cancellation);
        }
        catch (Exception e) when (e is CompactedException or StoreUnavailableException or CommitOutcomeUnknownException)
        {
            // Somebody else was first, or the store cannot now and has said so: the next time will do.
        }
    }
}
