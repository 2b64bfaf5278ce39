using Kybernet.Storage.Collections;
using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Engine;

/// <summary>Reads now and in the past.</summary>
internal sealed partial class EmbeddedStore
{
    /// <summary>
    /// How many revisions one request reads from the log: between two such requests the writer serves others, and compaction may pass.
    /// </summary>
    private const long LogWindow = 512;

    /// <summary>From this revision on watches need no log.</summary>
    public long OldestAtHand => _writer.Ring.FirstRevision;

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

    /// <summary>Changes from the event buffer; null when it does not reach back that far.</summary>
    public EventSlice? ReadAtHand(long from, long to, KeyRange range)
    {
        if (_writer.Ring.Read(from, to, out var reached) is not { } events) return null;
        return new EventSlice(Array.FindAll(events, change => range.Contains(change.Key)), reached);
    }

    /// <summary>Changes from the event buffer, or a window of them from the log.</summary>
    /// <exception cref="CompactedException">They have been compacted.</exception>
    public async ValueTask<EventSlice> ReadEventsAsync(long from, long to, KeyRange range, CancellationToken cancellation)
    {
        if (ReadAtHand(from, to, range) is { } slice) return slice;
        var through = Math.Min(to, from + LogWindow - 1);
        return new EventSlice(await SubmitAsync((state, _) => ReadLog(state, from, through, range), cancellation), through);
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

    /// <summary>
    /// The keys of a range as they were: takes the present state, and undoes the first change that each key saw since. The rest of the
    /// store stays as it is now, shared with the present.
    /// </summary>
    private async ValueTask<BTreeSnapshot<StoreKey, KeyValue>> RewindAsync(
        StoreView view, KeyRange range, long revision, CancellationToken cancellation)
    {
        var past = new CopyOnWriteBTree<StoreKey, KeyValue>(view.Keys);
        var undone = new HashSet<StoreKey>();
        for (var next = revision + 1; next <= view.Revision;)
        {
            var (events, through) = await ReadEventsAsync(next, view.Revision, range, cancellation);
            foreach (var change in events)
            {
                if (!undone.Add(change.Key)) continue;
                if (change.Previous is { } previous) past.Set(change.Key, previous);
                else past.Remove(change.Key);
            }
            next = through + 1;
        }
        return past.Snapshot();
    }
}
