using Kybernet.Base;
using Kybernet.Storage.Engine;
using Kybernet.Storage.Etcd.Protocol;

namespace Kybernet.Storage.Etcd;

/// <summary>
/// The store whose data is in etcd. Writes are etcd transactions; what they have done is answered when it has come back by the watch.
/// Reads of the present come from the mirror once it has caught up, reads of the past from etcd.
/// </summary>
internal sealed partial class EtcdBackedStore : IObservableStore, IWatchSource
{
    private readonly EtcdStoreOptions _options;
    private readonly ExecutionEnvironment _environment;
    private readonly EtcdClient _client;
    private readonly KeySpace _space;
    private readonly EtcdReader _reader;
    private readonly Mirror _mirror;
    private readonly EtcdHistory _history;
    private readonly WatchTable _watches;
    private readonly MirrorFollower _follower;
    private readonly RevisionProbe _probe;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _following;
    private volatile StoreUnavailableException? _closed;

    private EtcdBackedStore(
        EtcdClient client, KeySpace space, EtcdReader reader, MirrorState state, ExecutionEnvironment environment, EtcdStoreOptions options)
    {
        _options = options;
        _environment = environment;
        _client = client;
        _space = space;
        _reader = reader;
        _mirror = new Mirror(state, space, options);
        _history = new EtcdHistory(client, reader, space, _mirror, options);
        _watches = new WatchTable(this);
        _probe = new RevisionProbe(async () => (await _reader.HeaderAsync(CancellationToken.None)).Revision);
        Leases = new EtcdLeases(this, client, space, options);
        _follower = new MirrorFollower(client, reader, _mirror, _watches, state.ClusterId, environment, options.Logger);
        _following = environment.Run(() => _follower.RunAsync(_closing.Token), CancellationToken.None);
    }

    public bool IsShared => true;

    public long CurrentRevision => _mirror.Revision;

    public long CompactedRevision => _mirror.Compacted;

    public ILeases Leases { get; }

    public long OldestAtHand => _mirror.Publication.Ring.FirstRevision;

    public StoreUnavailableException? End => _closed ?? _follower.Stopped;

    /// <summary>Connects, fills the mirror, and has the watch in place.</summary>
    public static async Task<EtcdBackedStore> OpenAsync(
        EtcdStoreOptions options, ExecutionEnvironment environment, CancellationToken cancellation)
    {
        KeySpace space = new(options.KeyPrefix, options.Prefix);
        EtcdClient client = new(options, environment);
        EtcdBackedStore? store = null;
        try
        {
            EtcdReader reader = new(client, space, options);
            var state = await ReadFirstAsync(reader, options, environment, cancellation);
            store = new EtcdBackedStore(client, space, reader, state, environment, options);
            await store._follower.Begun.WaitAsync(options.OpenTimeout, environment.Time, cancellation);
            return store;
        }
        catch (Exception e)
        {
            if (store is not null) await store.DisposeAsync();
            else client.Dispose();
            switch (e)
            {
                case EtcdException refused: throw refused.ToStoreException();
                case TimeoutException: throw new StoreUnavailableException("etcd answers, but its watch does not begin", e);
                default: throw;
            }
        }
    }

    public IDisposable Observe(KeyRange range, ICommitObserver observer) => _mirror.Publication.Observe(range, observer);

    public StoreSnapshot Snapshot()
    {
        var view = _mirror.Publication.View;
        return new StoreSnapshot(view.Revision, KeyRange.All, view.Keys);
    }

    public async ValueTask CompactAsync(long revision, bool physical = false, CancellationToken cancellation = default)
    {
        RequireServing();
        try
        {
            await _client.WriteAsync(EtcdMethods.Compact, new CompactionRequest { Revision = revision, Physical = physical }, cancellation);
            _mirror.NoteCompaction(revision);
        }
        catch (EtcdException e) when (e.Failure == EtcdFailure.Compacted)
        {
            throw await _history.CompactedAsync(revision, cancellation);
        }
        catch (EtcdException e) when (e.Failure == EtcdFailure.Future)
        {
            throw new FutureRevisionException(revision, CurrentRevision);
        }
        catch (EtcdException e)
        {
            throw e.ToStoreException();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.CompareExchange(ref _closed, Closed(), null) is not null)
        {
            await _following;
            return;
        }

        _client.Close();
        await _closing.CancelAsync();
        await _following;
        // Nothing more will be reached: who waits looks whether the store is closed.
        _mirror.Waiters.Reach(long.MaxValue);
        _watches.Wake();
        _client.Dispose();
    }

    internal static StoreUnavailableException Closed() => new("the store is closed");

    /// <summary>Refuses when the store is closed or has stopped.</summary>
    internal void RequireServing()
    {
        if (End is { } reason) throw new StoreUnavailableException(reason.Message, reason.InnerException);
    }

    /// <summary>Waits until everybody here sees what has been written.</summary>
    /// <exception cref="CommitOutcomeUnknownException">It takes too long: it has been done, but cannot be seen yet.</exception>
    internal async Task ShowAsync(long revision)
    {
        try
        {
            await ReachAsync(revision, _closing.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or StoreUnavailableException)
        {
            throw new CommitOutcomeUnknownException(e);
        }
    }

    /// <summary>Waits until the mirror has reached a revision that etcd has; half-way the watch that does not deliver it is renewed.</summary>
    private async Task ReachAsync(long revision, CancellationToken cancellation)
    {
        if (_mirror.Revision >= revision) return;
        var patience = _options.RequestTimeout / 4;
        if (await TryReachAsync(revision, patience, cancellation)) return;
        _follower.Doubt(patience);
        if (await TryReachAsync(revision, _options.RequestTimeout - patience, cancellation)) return;
        throw new StoreUnavailableException($"etcd has reached revision {revision}, but its watch only {_mirror.Revision}");
    }

    private async Task<bool> TryReachAsync(long revision, TimeSpan within, CancellationToken cancellation)
    {
        using CancellationTokenSource deadline = new(within, _environment.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            await _mirror.Waiters.WaitAsync(revision, stop.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
