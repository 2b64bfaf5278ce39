using Kybernet.Storage.Collections;
using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Engine;

/// <summary>Reads now and in the past, and watches.</summary>
internal sealed partial class EmbeddedStore
{
    /// <summary>
    /// How many revisions one request reads from the log: between two such requests the writer serves others, and compaction may pass.
    /// </summary>
    private const long LogWindow = 512;

    public long OldestAtHand => _writer.Publication.Ring.FirstRevision;

    /// <summary>Nobody else writes: reads are always current.</summary>
    public ValueTask<long> CatchUpAsync(CancellationToken cancellation = default) => ValueTask.FromResult(Readable(0).Revision);

    public ValueTask<KeyValue?> GetAsync(StoreKey key, long revision = 0, CancellationToken cancellation = default)
    {
        var view = Readable(revision);
        return revision == 0 || revision == view.Revision
            ? ValueTask.FromResult(view.Keys.TryGetValue(key, out var item) ? item : null)
            : GetPastAsync(view, key, revision, cancellation);
    }

    public ValueTask<RangeResult> RangeAsync(KeyRange range, RangeOptions options = default, CancellationToken cancellation = default)
    {
        var view = Readable(options.Revision);
        return options.Revision == 0 || options.Revision == view.Revision
            ? ValueTask.FromResult(RangeRead.From(view.Keys, range, options, view.Revision))
            : RangePastAsync(view, range, options, cancellation);
    }

    public EventSlice? ReadAtHand(long from, long to, KeyRange range) => _writer.Publication.Ring.Read(from, to, range);

    /// <summary>From the event buffer, or a window from the log.</summary>
    public async ValueTask<EventSlice> ReadEventsAsync(long from, long to, KeyRange range, CancellationToken cancellation)
    {
        if (ReadAtHand(from, to, range) is { } slice) return slice;
        var through = Math.Min(to, from + LogWindow - 1);
        return new EventSlice(await SubmitAsync((state, _) => ReadLog(state, from, through, range), cancellation), through);
    }

    public ValueTask<IStoreWatch> WatchAsync(KeyRange range, long startRevision = 0, CancellationToken cancellation = default)
    {
        var view = Readable(0);
        if (startRevision == 0) startRevision = view.Revision + 1;
        if (startRevision > view.Revision + 1) throw new FutureRevisionException(startRevision, view.Revision);
        if (startRevision <= view.CompactedRevision) throw new CompactedException(startRevision, view.CompactedRevision);
        return ValueTask.FromResult<IStoreWatch>(_watches.Add(range, startRevision));
    }

    private List<StoreEvent> ReadLog(MvccState state, long from, long to, KeyRange range) =>
        from <= state.CompactedRevision || !_log.HoldsHistory
            ? throw new CompactedException(from, state.CompactedRevision)
            : _log.Read(from, to, range);

    private StoreView Readable(long revision)
    {
        if (_closed) throw Closed();
        var view = _writer.View;
        if (revision != 0) view.RequireReadable(revision);
        return view;
    }

    private async ValueTask<KeyValue?> GetPastAsync(StoreView view, StoreKey key, long revision, CancellationToken cancellation)
    {
        var past = await RewindAsync(view, KeyRange.Single(key), revision, cancellation);
        return past.TryGetValue(key, out var item) ? item : null;
    }

    private async ValueTask<RangeResult> RangePastAsync(
        StoreView view, KeyRange range, RangeOptions options, CancellationToken cancellation) =>
        RangeRead.From(await RewindAsync(view, range, options.Revision, cancellation), range, options, view.Revision);

    /// <summary>The keys of a range as they were; other keys stay as they are.</summary>
    private async ValueTask<BTreeSnapshot<StoreKey, KeyValue>> RewindAsync(
        StoreView view, KeyRange range, long revision, CancellationToken cancellation)
    {
        var past = new Rewind(view.Keys);
        for (var next = revision + 1; next <= view.Revision;)
        {
            var (events, through) = await ReadEventsAsync(next, view.Revision, range, cancellation);
            past.Undo(events);
            next = through + 1;
        }
        return past.Keys;
    }
}
