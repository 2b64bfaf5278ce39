using Kybernet.Base;
using Kybernet.Storage.Engine.Requests;
using Kybernet.Storage.Mvcc;
using Microsoft.Extensions.Logging;

namespace Kybernet.Storage.Engine;

/// <summary>
/// The one place where the store changes. A batch of requests travels
/// <code>
///   1 evaluate on the state   2 make durable   3 observers   4 readers' view   5 answers   6 watchers
/// </code>
/// Called by one thread at a time: the writer's own, or in a store without one the caller that holds the lock.
/// </summary>
internal sealed partial class StoreWriter
{
    private static readonly TimeSpan ReopenInterval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly long _opened;
    private readonly ICommitLog _log;
    private readonly ILogger _logger;
    private readonly long _historyBytes;
    private MvccState _state;
    private volatile Failure? _failure;

    public StoreWriter(ICommitLog log, ExecutionEnvironment environment, EmbeddedStoreOptions options)
    {
        _log = log;
        _logger = options.Logger;
        _time = environment.Time;
        _opened = _time.GetTimestamp();
        _historyBytes = options.HistoryBytes;
        _state = OpenLog();
        var view = new StoreView(_state.Revision, _state.CompactedRevision, _state.Keys.Snapshot());
        Publication = new Publication(view, options.EventBufferCount, options.EventBufferBytes);
    }

    /// <summary>Called when a batch is done with: to wake the watchers, and to look at the leases.</summary>
    public event Action? Processed;

    public Publication Publication { get; }

    public StoreView View => Publication.View;

    public long Identity => _state.Identity;

    public bool HasSweepWork => _failure is null && _log.HasSweepWork;

    public TimeSpan? NextLeaseDeadline => _state.Leases.NextDeadline;

    /// <summary>The time that leases count in: since the store was opened.</summary>
    public TimeSpan Now => _time.GetElapsedTime(_opened);

    public void Process(ReadOnlySpan<Request> requests)
    {
        Handle(requests);
        Processed?.Invoke();
    }

    /// <summary>Does a little of what compaction left to do.</summary>
    public void Sweep()
    {
        try
        {
            _log.Sweep();
        }
        catch (Exception failure)
        {
            BreakAndReopen(failure);
        }
    }

    /// <summary>Steps 1 and 2.</summary>
    private void Handle(ReadOnlySpan<Request> requests)
    {
        if (!CanServe(out var reason))
        {
            foreach (var request in requests) request.Fail(reason);
            return;
        }

        try
        {
            var now = Now;
            foreach (var request in requests) request.Evaluate(_state, now);
            KeepHistoryBounded();
            if (!_state.Batch.IsEmpty) _log.Append(_state.Batch);
        }
        catch (Exception failure)
        {
            // What failed was on its way to disk, or is a defect that left the state half changed: in both cases what is durable decides.
            var (known, changes) = (View.Revision, _state.Batch.Events.Count);
            var wasNotDone = BreakAndReopen(failure) && changes > 0 && View.Revision == known;
            StoreException answer = wasNotDone
                ? new StoreUnavailableException($"the store could not write: {failure.Message}", failure)
                : new CommitOutcomeUnknownException(failure);
            foreach (var request in requests) request.Fail(answer);
            return;
        }

        Publish(_state.Batch, requests);
    }

    /// <summary>Steps 3 to 6 for a batch that is durable.</summary>
    private void Publish(CommitBatch batch, ReadOnlySpan<Request> requests)
    {
        if (!batch.IsEmpty)
        {
            try
            {
                Publication.Publish(_state.Revision, batch.Events, () =>
                {
                    KeepCompactionAndHistoryTogether(batch);
                    return new StoreView(_state.Revision, _state.CompactedRevision, _state.Keys.Snapshot());
                });
            }
            catch (Exception defect)
            {
                Stop(defect);
            }
        }
        foreach (var request in requests) request.Complete();
        batch.Clear();
    }

    private void KeepHistoryBounded()
    {
        if (_log.HoldsHistory && _state.Superseded.Due(_historyBytes) is > 0 and var revision && revision > _state.CompactedRevision)
            _state.Compact(revision);
    }

    private MvccState OpenLog()
    {
        var state = _log.Open(Now);
        state.History = ReadHistory;
        return state;
    }

    /// <summary>From the event buffer where it reaches back far enough, else from the log.</summary>
    private IEnumerable<StoreEvent> ReadHistory(long from, long to, KeyRange range)
    {
        while (from <= to && Publication.Ring.Read(from, to, range) is { } slice)
        {
            foreach (var change in slice.Events) yield return change;
            from = slice.Through + 1;
        }
        if (from > to) yield break;
        foreach (var change in _log.Read(from, to, range)) yield return change;
    }

    private void KeepCompactionAndHistoryTogether(CommitBatch batch)
    {
        if (_log.HoldsHistory) return;
        var ring = Publication.Ring;
        if (batch.CompactRevision > 0) ring.DropThrough(batch.CompactRevision);
        else if (ring.DroppedThrough > _state.CompactedRevision) _state.CompactedRevision = ring.DroppedThrough;
    }
}
