using Kybernet.Storage.Engine;
using Kybernet.Storage.Mvcc;
using Microsoft.Extensions.Logging;

namespace Kybernet.Storage.Etcd;

/// <summary>Reads now and in the past, and watches.</summary>
internal sealed partial class EtcdBackedStore
{
    public async ValueTask<long> CatchUpAsync(CancellationToken cancellation = default)
    {
        RequireServing();
        try
        {
            await ReachAsync(await _probe.AskAsync(cancellation), cancellation);
        }
        catch (EtcdException e)
        {
            throw e.ToStoreException();
        }

        RequireServing();
        return CurrentRevision;
    }

    public async ValueTask<KeyValue?> GetAsync(StoreKey key, long revision = 0, CancellationToken cancellation = default)
    {
        var view = await ViewAsync(revision, cancellation);
        if (IsPresent(view, revision)) return view.Keys.TryGetValue(key, out var item) ? item : null;
        try
        {
            return await _reader.ReadAsync(key, revision, cancellation);
        }
        catch (EtcdException e)
        {
            throw await ExplainAsync(e, revision, cancellation);
        }
    }

    public async ValueTask<RangeResult> RangeAsync(
        KeyRange range, RangeOptions options = default, CancellationToken cancellation = default)
    {
        var view = await ViewAsync(options.Revision, cancellation);
        if (IsPresent(view, options.Revision)) return RangeRead.From(view.Keys, range, options, view.Revision);
        try
        {
            var (items, count) = await _reader.ReadRangeAsync(range, options, cancellation);
            return new RangeResult(items, count, More: !options.CountOnly && items.Count < count, view.Revision);
        }
        catch (EtcdException e)
        {
            throw await ExplainAsync(e, options.Revision, cancellation);
        }
    }

    public async ValueTask<IStoreWatch> WatchAsync(KeyRange range, long startRevision = 0, CancellationToken cancellation = default)
    {
        RequireServing();
        if (startRevision == 0 || startRevision > CurrentRevision + 1) await CatchUpAsync(cancellation);
        var current = CurrentRevision;
        if (startRevision == 0) startRevision = current + 1;
        if (startRevision > current + 1) throw new FutureRevisionException(startRevision, current);
        if (startRevision <= CompactedRevision) throw new CompactedException(startRevision, CompactedRevision);
        if (startRevision < OldestAtHand)
        {
            try
            {
                await _history.RequireAsync(startRevision, cancellation);
            }
            catch (EtcdException e)
            {
                throw await ExplainAsync(e, startRevision, cancellation);
            }
        }

        return _watches.Add(range, startRevision);
    }

    public EventSlice? ReadAtHand(long from, long to, KeyRange range) => _mirror.Publication.Ring.Read(from, to, range);

    public async ValueTask<EventSlice> ReadEventsAsync(long from, long to, KeyRange range, CancellationToken cancellation)
    {
        if (ReadAtHand(from, to, range) is { } slice) return slice;
        if (from <= CompactedRevision) throw new CompactedException(from, CompactedRevision);
        try
        {
            return await _history.ReadAsync(from, to, range, cancellation);
        }
        catch (EtcdException e)
        {
            throw await ExplainAsync(e, from, cancellation);
        }
    }

    private static bool IsPresent(StoreView view, long revision) => revision == 0 || revision == view.Revision;

    /// <summary>The mirror's state, once it is as new as the wanted revision; for 0 as new as etcd is.</summary>
    private async ValueTask<StoreView> ViewAsync(long revision, CancellationToken cancellation)
    {
        RequireServing();
        if (revision == 0 || revision > CurrentRevision) await CatchUpAsync(cancellation);
        var view = _mirror.Publication.View;
        if (revision > view.Revision) throw new FutureRevisionException(revision, view.Revision);
        if (revision != 0 && revision < CompactedRevision) throw new CompactedException(revision, CompactedRevision);
        return view;
    }

    private async Task<StoreException> ExplainAsync(EtcdException e, long revision, CancellationToken cancellation) => e.Failure switch
    {
        EtcdFailure.Compacted => await _history.CompactedAsync(revision, cancellation),
        EtcdFailure.Future => new FutureRevisionException(revision, CurrentRevision),
        _ => e.ToStoreException(),
    };

    private static async Task<MirrorState> ReadFirstAsync(
        EtcdReader reader, EtcdStoreOptions options, Base.ExecutionEnvironment environment, CancellationToken cancellation)
    {
        var started = environment.Time.GetTimestamp();
        while (true)
        {
            try
            {
                return await reader.ReadAllAsync(cancellation);
            }
            catch (StoreUnavailableException e) when (environment.Time.GetElapsedTime(started) < options.OpenTimeout)
            {
                // etcd may be on its way up, too; each try has taken its time already.
                LogNotYet(options.Logger, e.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Opening the store is tried again: {Reason}")]
    private static partial void LogNotYet(ILogger logger, string reason);
}
