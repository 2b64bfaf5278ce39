using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Registry;
using Kybernet.Client;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Pipeline;

/// <summary>One event of a watch, on its way to its client.</summary>
/// <param name="Type">What happened, as this client sees it.</param>
/// <param name="Entry">The object in the served version; null for bookmarks.</param>
/// <param name="Revision">The revision that the client knows everything up to when it has read this.</param>
/// <param name="EndsInitialEvents">Whether the bookmark says that everything that was there has been told.</param>
internal readonly record struct WatchItem(WatchEventType Type, ObjectEntry? Entry, long Revision, bool EndsInitialEvents = false);

/// <summary>
/// The changes of a resource as one client wants to see them: first, if asked for, what is there; then every change, turned
/// into ADDED, MODIFIED or DELETED by how the client's selector sees the object before and after it.
/// </summary>
internal sealed class WatchStream : IDisposable
{
    private const int BatchSize = 128;

    // Timers have a limit, and clients may ask for years.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);

    // A timer may be a little early by the wall clock; without slack the stream would then sleep until the next tick.
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(50);

    private readonly ResourceDefinition _definition;
    private readonly Selection _selection;
    private readonly CacheWatcher _watcher;
    private readonly IEnumerator<ObjectEntry>? _initial;
    private readonly WatchTerms _terms;
    private readonly ITimer? _timer;
    private readonly CacheEvent[] _events = new CacheEvent[BatchSize];
    private bool _initialDone;
    private long _told;
    private DateTimeOffset _nextBookmark;
    private long _armed;

    /// <summary>A stream.</summary>
    /// <param name="definition">The resource as served.</param>
    /// <param name="selection">What of it is watched.</param>
    /// <param name="watcher">The source of changes; disposed with the stream.</param>
    /// <param name="initial">What is there, in the stored version; null when it is not to be told.</param>
    /// <param name="start">Changes up to this revision are not told.</param>
    /// <param name="terms">How long, and with what beside changes.</param>
    public WatchStream(
        ResourceDefinition definition, Selection selection, CacheWatcher watcher, IEnumerator<ObjectEntry>? initial, long start, WatchTerms terms)
    {
        (_definition, _selection, _watcher, _initial, _told, _terms) = (definition, selection, watcher, initial, start, terms);
        _initialDone = initial is null;
        _nextBookmark = terms.Bookmarks ? BookmarkTimes.After(terms.Time.GetUtcNow(), terms.Deadline) : DateTimeOffset.MaxValue;
        _timer = terms.Time.CreateTimer(static s => ((WatchStream)s!).OnTime(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Adds the next events to <paramref name="batch"/>, waiting until there is one. False: the stream has ended, because its
    /// time is over, the server stops, or the client was too slow.
    /// </summary>
    public async ValueTask<bool> ReadAsync(List<WatchItem> batch, CancellationToken cancellation)
    {
        using var cancelled = cancellation.UnsafeRegister(static w => ((CacheWatcher)w!).Wake(), _watcher);
        while (!cancellation.IsCancellationRequested && !_terms.Stopping.IsCancellationRequested)
        {
            if (!_initialDone) ReadInitial(batch);
            else if (!ReadChanges(batch, out var reached)) return batch.Count > 0;
            else if (batch.Count == 0 && IsBookmarkDue()) batch.Add(Bookmark(reached, ends: false));
            if (batch.Count > 0) return true;
            var now = _terms.Time.GetUtcNow();
            if (now + TimerSlack >= _terms.Deadline) return false;
            Arm(now);
            await _watcher.WaitAsync();
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _initial?.Dispose();
        _watcher.Dispose();
    }

    private void ReadInitial(List<WatchItem> batch)
    {
        while (batch.Count < BatchSize)
        {
            if (!_initial!.MoveNext())
            {
                _initialDone = true;
                if (_terms.EndsInitialEvents) batch.Add(Bookmark(_told, ends: true));
                return;
            }

            var entry = _initial.Current;
            if (_selection.Matches(entry)) batch.Add(new WatchItem(WatchEventType.Added, _definition.Serve(entry), entry.Revision));
        }
    }

    /// <summary>Reads until there is something to tell or nothing more to read. False: events are lost.</summary>
    private bool ReadChanges(List<WatchItem> batch, out long reached)
    {
        while (true)
        {
            var count = _watcher.Read(_events, out reached);
            if (count < 0) return false;
            for (var i = 0; i < count; i++)
            {
                if (_events[i].Revision > _told && See(_events[i]) is { } item) batch.Add(item);
            }

            Array.Clear(_events, 0, Math.Max(count, 0));
            if (count == 0) _told = Math.Max(_told, reached);
            if (count == 0 || batch.Count > 0) return true;
        }
    }

    /// <summary>What a change is to this client; null when it is nothing.</summary>
    private WatchItem? See(CacheEvent change)
    {
        if (!_selection.Range.Contains(change.Key)) return null;
        var before = change.Previous is not null && _selection.Matches(change.Previous);
        var after = change.Current is not null && _selection.Matches(change.Current);
        var type = (before, after) switch
        {
            (false, false) => (WatchEventType?)null,
            (false, true) => WatchEventType.Added,
            (true, true) => WatchEventType.Modified,
            (true, false) => WatchEventType.Deleted,
        };
        if (type is null) return null;
        return new WatchItem(type.Value, _definition.Serve(after ? change.Current! : change.Farewell), change.Revision);
    }

    private bool IsBookmarkDue()
    {
        if (!_terms.Bookmarks) return false;
        var now = _terms.Time.GetUtcNow() + TimerSlack;
        if (now < _nextBookmark) return false;
        _nextBookmark = BookmarkTimes.After(now, _terms.Deadline);
        return true;
    }

    private static WatchItem Bookmark(long revision, bool ends) => new(WatchEventType.Bookmark, null, revision, ends);

    /// <summary>Sees to it that the stream wakes for the next bookmark, or for its end; sooner does no harm.</summary>
    private void Arm(DateTimeOffset now)
    {
        var wake = _nextBookmark < _terms.Deadline ? _nextBookmark : _terms.Deadline;
        if (Volatile.Read(ref _armed) == wake.UtcTicks) return;
        Volatile.Write(ref _armed, wake.UtcTicks);
        var left = wake - now;
        _timer?.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left > LongestSleep ? LongestSleep : left, Timeout.InfiniteTimeSpan);
    }

    private void OnTime()
    {
        Volatile.Write(ref _armed, 0);
        _watcher.Wake();
    }
}

/// <summary>The terms of a watch.</summary>
internal sealed record WatchTerms
{
    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>Ends it when the server stops.</summary>
    public CancellationToken Stopping { get; init; }

    /// <summary>Whether bookmarks are sent from time to time.</summary>
    public bool Bookmarks { get; init; }

    /// <summary>Whether a bookmark says when everything that was there has been told.</summary>
    public bool EndsInitialEvents { get; init; }
}
