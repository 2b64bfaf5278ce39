using Kybernet.Api;
using Kybernet.ApiServer.Registry;
using Kybernet.Storage;
using Kybernet.Storage.Collections;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Cache;

/// <summary>
/// All objects of a resource in memory, exactly as the store has them: the store's writer calls it with every change
/// before it tells the writers, so that everybody reads their own writes. Reading takes no part in writing: it works on
/// snapshots of a copy-on-write tree.
/// </summary>
internal sealed partial class ResourceCache : ICommitObserver, IDisposable
{
    private readonly ObjectFormat _format;
    private readonly IValueTransformer _transformer;
    private readonly IObservableStore _store;
    private readonly ILogger _logger;
    private readonly IDisposable _observation;
    private readonly Lock _lock = new();
    private readonly CopyOnWriteBTree<StoreKey, ObjectEntry> _tree = new();
    private readonly List<CacheWatcher> _watchers = [];
    private BTreeSnapshot<StoreKey, ObjectEntry>? _published;
    private EventRing _ring = new(0);
    private long _lastChange;
    private long _eventsBefore;
    private int _initializations;

    /// <summary>Fills the cache from the store and keeps it up to date until it is disposed.</summary>
    public ResourceCache(StoredResource resource, IObservableStore store, IValueTransformer transformer, ILogger logger)
    {
        Resource = resource;
        _format = resource.Format;
        _store = store;
        _transformer = transformer;
        _logger = logger;
        _observation = store.Observe(resource.Range(""), this);
    }

    /// <summary>What is kept here.</summary>
    public StoredResource Resource { get; }

    /// <summary>How many objects there are.</summary>
    public int Count => Snapshot.Count;

    /// <summary>How it stands and what it has gone through.</summary>
    public CacheStatistics Statistics
    {
        get
        {
            lock (_lock) return new CacheStatistics(_watchers.Count, _lastChange, _ring.Capacity, _eventsBefore + _ring.Next, _initializations);
        }
    }

    /// <summary>The revision of the last change.</summary>
    public long LastChange => Volatile.Read(ref _lastChange);

    /// <summary>The objects as they are now.</summary>
    public BTreeSnapshot<StoreKey, ObjectEntry> Snapshot => Volatile.Read(ref _published) ?? Publish();

    /// <summary>The object, or null.</summary>
    public ObjectEntry? Find(string ns, string name) => Find(Resource.Key(ns, name));

    /// <summary>The object, or null.</summary>
    public ObjectEntry? Find(StoreKey key) => Snapshot.TryGetValue(key, out var entry) ? entry : null;

    /// <summary>The objects as they are now, and the revision that this state is good for.</summary>
    public BTreeSnapshot<StoreKey, ObjectEntry> Read(out long revision)
    {
        // The store's revision first: what is committed after it can only be newer than the state we take.
        var current = _store.CurrentRevision;
        lock (_lock)
        {
            revision = Math.Max(current, _lastChange);
            return _published ??= _tree.Snapshot();
        }
    }

    /// <summary>Watches from a revision on, that revision's own changes excluded.</summary>
    /// <returns>The watcher; null when the changes since then are not all held any more.</returns>
    public CacheWatcher? Watch(KeyRange range, long revision)
    {
        lock (_lock)
        {
            var next = _ring.Find(revision);
            return next < 0 ? null : Add(new CacheWatcher(this, range, next));
        }
    }

    /// <summary>Takes the state as it is and watches what comes after it.</summary>
    public CacheWatcher Watch(KeyRange range, out BTreeSnapshot<StoreKey, ObjectEntry> state, out long revision)
    {
        var current = _store.CurrentRevision;
        lock (_lock)
        {
            state = _published ??= _tree.Snapshot();
            revision = Math.Max(current, _lastChange);
            return Add(new CacheWatcher(this, range, _ring.Next));
        }
    }

    /// <summary>
    /// Makes an entry of what the store holds, without keeping it; null when it is no object. Somebody has written past the API server
    /// then. The server goes on without it: what one key holds must not take all others along.
    /// </summary>
    public ObjectEntry? Read(KeyValue item)
    {
        try
        {
            return new ObjectEntry(_format, item.Key, _format.Canonical(_transformer.FromStore(item.Key, item.Value)), item.ModRevision);
        }
        catch (JsonDecodeException e)
        {
            LogUnreadable(item.Key, item.ModRevision, _format.Kind.Kind, e.Message);
            return null;
        }
    }

    /// <inheritdoc/>
    public void OnSnapshot(StoreSnapshot snapshot)
    {
        lock (_lock)
        {
            foreach (var item in snapshot.Items())
            {
                if (Read(item) is { } entry) _tree.Set(item.Key, entry);
            }

            _eventsBefore += _ring.Next;
            _initializations++;
            _ring = new EventRing(snapshot.Revision);
            _lastChange = snapshot.Revision;
        }
    }

    /// <inheritdoc/>
    public void OnCommit(long revision, ReadOnlySpan<StoreEvent> events)
    {
        lock (_lock)
        {
            foreach (var change in events)
            {
                if (Apply(change) is { } seen) _ring.Add(seen);
            }

            _published = null;
            Volatile.Write(ref _lastChange, revision);
            foreach (var watcher in _watchers) watcher.Notify(events, _ring.Next);
        }
    }

    /// <summary>Wakes every watcher, so that it looks whether it should end.</summary>
    public void WakeAll()
    {
        lock (_lock)
        {
            foreach (var watcher in _watchers) watcher.Wake();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _observation.Dispose();

    internal int ReadEvents(long next, Span<CacheEvent> into, out long reached)
    {
        var current = _store.CurrentRevision;
        lock (_lock)
        {
            reached = Math.Max(current, _lastChange);
            return _ring.Copy(next, into);
        }
    }

    internal void Forget(CacheWatcher watcher)
    {
        lock (_lock) _watchers.Remove(watcher);
    }

    /// <summary>What is seen of a change: nothing, where there was no object before and is none after it.</summary>
    private CacheEvent? Apply(StoreEvent change)
    {
        _tree.TryGetValue(change.Key, out var previous);
        var current = change.Kind == StoreEventKind.Delete ? null : Read(change.KeyValue);
        if (current is null && previous is null) return null;
        if (current is null) _tree.Remove(change.Key);
        else _tree.Set(change.Key, current);
        return new CacheEvent(change.Revision, current, previous);
    }

    private CacheWatcher Add(CacheWatcher watcher)
    {
        _watchers.Add(watcher);
        return watcher;
    }

    private BTreeSnapshot<StoreKey, ObjectEntry> Publish()
    {
        lock (_lock) return _published ??= _tree.Snapshot();
    }

    [LoggerMessage(
        LogLevel.Error,
        "The store's key {Key} (revision {Revision}) does not hold a {Kind}: {Problem}. It is left out. Nobody but an API server of this kind should write there: delete the key in the store")]
    private partial void LogUnreadable(StoreKey key, long revision, string kind, string problem);
}
