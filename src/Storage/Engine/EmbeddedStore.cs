using Kybernet.Base;
using Kybernet.Storage.Engine.Requests;
using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Engine;

/// <summary>
/// The store in this process, whatever its log: reads come from the published view, at no wait; everything else is a request to the
/// writer.
/// </summary>
internal sealed partial class EmbeddedStore : IEmbeddedStore, IWatchSource
{
    private readonly ICommitLog _log;
    private readonly StoreWriter _writer;
    private readonly IExecutor _executor;
    private readonly LeaseTimer _leaseTimer;
    private readonly WatchTable _watches;
    private volatile bool _closed;
    private volatile StoreUnavailableException? _end;

    public EmbeddedStore(ICommitLog log, ExecutionEnvironment environment, EmbeddedStoreOptions options, bool inline)
        : this(
            log, environment, options,
            writer => inline ? new InlineExecutor(writer, log.Dispose) : new WriterThread(writer, options.QueueCapacity, log.Dispose))
    {
    }

    /// <summary>A store whose requests get to its writer in a way of the caller's.</summary>
    internal EmbeddedStore(
        ICommitLog log, ExecutionEnvironment environment, EmbeddedStoreOptions options, Func<StoreWriter, IExecutor> executor)
    {
        _log = log;
        _watches = new WatchTable(this);
        _writer = new StoreWriter(log, environment, options);
        _executor = executor(_writer);
        Leases = new EmbeddedLeases(_executor, environment.Random);
        _leaseTimer = new LeaseTimer(environment.Time, ExpireLeases);
        _writer.Processed += OnProcessed;
        _leaseTimer.Arm(_writer.NextLeaseDeadline, _writer.Now);
    }

    public bool IsShared => false;

    public long CurrentRevision => _writer.View.Revision;

    public long CompactedRevision => _writer.View.CompactedRevision;

    public long Identity => _writer.Identity;

    public StoreUnavailableException? Ailment => _closed ? Closed() : _writer.Ailment;

    public ILeases Leases { get; }

    public StoreUnavailableException? End => _end;

    public ValueTask<WriteResult> PutAsync(
        StoreKey key, ReadOnlyMemory<byte> value, long? expectedModRevision = null, long leaseId = 0,
        CancellationToken cancellation = default)
    {
        if (key.IsEmpty) throw new ArgumentException("key is not provided", nameof(key));
        return _executor.SubmitAsync(new PutRequest(key, value, expectedModRevision, leaseId), cancellation);
    }

    public ValueTask<WriteResult> DeleteAsync(StoreKey key, long? expectedModRevision = null, CancellationToken cancellation = default) =>
        _executor.SubmitAsync(new DeleteRequest(key, expectedModRevision), cancellation);

    public ValueTask<TransactionResult> CommitAsync(Transaction transaction, CancellationToken cancellation = default)
    {
        transaction.Validate();
        return _executor.SubmitAsync(new TransactionRequest(transaction), cancellation);
    }

    public async ValueTask CompactAsync(long revision, bool physical = false, CancellationToken cancellation = default)
    {
        await SubmitAsync((state, _) => state.Compact(revision), cancellation);
        if (physical) await SweepAllAsync(cancellation);
    }

    public ValueTask<StoreSize> MeasureAsync(CancellationToken cancellation = default) =>
        SubmitAsync((_, _) => _log.Measure(), cancellation);

    public async ValueTask DefragmentAsync(CancellationToken cancellation = default)
    {
        await SweepAllAsync(cancellation);
        while (await SubmitAsync((_, _) => _log.Shrink(), cancellation)) cancellation.ThrowIfCancellationRequested();
    }

    public ValueTask<StoreImage> CaptureAsync(CancellationToken cancellation = default) =>
        SubmitAsync((state, _) => new StoreImage(state.Revision, state.Keys.Snapshot(), [.. state.Leases.All]), cancellation);

    public IDisposable Observe(KeyRange range, ICommitObserver observer) => _writer.Publication.Observe(range, observer);

    public StoreSnapshot Snapshot()
    {
        var view = _writer.View;
        return new StoreSnapshot(view.Revision, KeyRange.All, view.Keys);
    }

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        _leaseTimer.Dispose();
        await _executor.DisposeAsync();
        _end = Closed();
        _watches.Wake();
    }

    internal static StoreUnavailableException Closed() => new("the store is closed");

    private ValueTask<TResult> SubmitAsync<TResult>(Func<MvccState, TimeSpan, TResult> run, CancellationToken cancellation) =>
        _executor.SubmitAsync(new StateRequest<TResult>(run), cancellation);

    private async ValueTask SweepAllAsync(CancellationToken cancellation)
    {
        while (await SubmitAsync((_, _) => SweepOnce(), cancellation)) cancellation.ThrowIfCancellationRequested();
    }

    private bool SweepOnce()
    {
        _log.Sweep();
        return _log.HasSweepWork;
    }

    private void OnProcessed()
    {
        _leaseTimer.Arm(_writer.NextLeaseDeadline, _writer.Now);
        _watches.Wake();
    }

    /// <summary>Nobody waits for the answer: should it fail, the writer has said so, and the timer is armed for another try.</summary>
    private void ExpireLeases() => _ = SubmitAsync((state, now) => state.ExpireLeases(now), default).AsTask();
}
