using Kybernet.Storage.Collections;
using Kybernet.Storage.Engine;
using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Etcd;

/// <summary>
/// Our keys as etcd has them, in memory, brought forward by etcd's watch. Changed by the follower alone; read by all.
/// </summary>
internal sealed class Mirror
{
    private readonly KeySpace _space;
    private readonly List<StoreEvent> _pending = [];
    private CopyOnWriteBTree<StoreKey, KeyValue> _keys;
    private long _pendingRevision;
    private long _compacted;

    /// <summary>Begins with a state.</summary>
    public Mirror(MirrorState state, KeySpace space, EtcdStoreOptions options)
    {
        _space = space;
        _keys = state.Keys;
        _pendingRevision = state.Revision;
        Publication = new Publication(View(state.Revision), options.EventBufferCount, options.EventBufferBytes);
        Waiters.Reach(state.Revision);
    }

    /// <summary>What others see.</summary>
    public Publication Publication { get; }

    /// <summary>Who waits for a revision.</summary>
    public RevisionWaiters Waiters { get; } = new();

    /// <summary>The revision that the mirror shows.</summary>
    public long Revision => Publication.View.Revision;

    /// <summary>The newest compaction that is known of: etcd tells of it only when somebody asks for what is gone.</summary>
    public long Compacted => Volatile.Read(ref _compacted);

    /// <summary>Remembers a compaction.</summary>
    public void NoteCompaction(long revision)
    {
        for (var known = Compacted; known < revision;) known = Interlocked.CompareExchange(ref _compacted, revision, known);
    }

    /// <summary>
    /// Takes what the watch delivers. The watch covers all of etcd's keys, of which others' move nothing but the revision. Where etcd
    /// has cut an answer in pieces, the last revision of a piece may go on in the next, and is held back until then.
    /// </summary>
    /// <returns>False: revisions are missing, and the state must be read anew.</returns>
    public bool Apply(WatchResponse response)
    {
        foreach (var change in response.Events)
        {
            var revision = change.Kv.ModRevision;
            // A member that lags behind may begin earlier than we asked.
            if (revision <= Revision) continue;
            if (revision > _pendingRevision)
            {
                // Each revision changes a key, and we see them all.
                if (revision > _pendingRevision + 1) return false;
                if (response.Fragment) Publish();
                _pendingRevision = revision;
            }

            if (Take(change) is { } taken) _pending.Add(taken);
        }

        if (!response.Fragment) Publish();
        return true;
    }

    /// <summary>Forgets what of a revision has come before its stream broke: the next stream delivers it whole.</summary>
    public void DropPending()
    {
        if (_pendingRevision == Revision) return;
        _keys = new CopyOnWriteBTree<StoreKey, KeyValue>(Publication.View.Keys);
        _pending.Clear();
        _pendingRevision = Revision;
    }

    /// <summary>
    /// Puts a newer state in the place of ours when the changes in between are gone. Observers are told the difference; watches are
    /// cut off, for they would miss something.
    /// </summary>
    public int Replace(MirrorState state)
    {
        DropPending();
        var before = Publication.View.Keys;
        var events = MirrorDifference.Between(before, state.Keys.Snapshot(), state.Revision);
        // What has not changed stays the very object that caches have.
        foreach (var (key, item) in before.All)
            if (state.Keys.TryGetValue(key, out var now) && now.ModRevision == item.ModRevision) state.Keys.Set(key, item);
        _keys = state.Keys;
        _pendingRevision = state.Revision;
        Publication.Publish(state.Revision, events, () =>
        {
            Publication.Ring.DropThrough(state.Revision);
            return View(state.Revision);
        });
        Waiters.Reach(state.Revision);
        return events.Count;
    }

    private StoreEvent? Take(EtcdEvent change)
    {
        if (!_space.TryFromEtcd(change.Kv.Key, out var key)) return null;
        _keys.TryGetValue(key, out var previous);
        if (change.Type == EtcdEvent.Types.EventType.Delete)
        {
            if (previous is null) throw new InvalidDataException($"etcd tells at revision {change.Kv.ModRevision} of the end of a key that was not there: {key}");
            _keys.Remove(key);
            return MvccState.Deletion(change.Kv.ModRevision, previous);
        }

        var written = EtcdWords.ToKeyValue(change.Kv, previous?.Key ?? key);
        _keys.Set(key, written);
        return new StoreEvent(StoreEventKind.Put, written, previous);
    }

    /// <summary>Makes visible what has been taken.</summary>
    private void Publish()
    {
        var revision = _pendingRevision;
        if (revision == Revision) return;
        Publication.Publish(revision, _pending, () => View(revision));
        _pending.Clear();
        Waiters.Reach(revision);
    }

    private StoreView View(long revision) => new(revision, Compacted, _keys.Snapshot());
}

/// <summary>All our keys at a revision, as they were read.</summary>
internal sealed record MirrorState(long Revision, ulong ClusterId, CopyOnWriteBTree<StoreKey, KeyValue> Keys);
