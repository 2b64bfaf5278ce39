namespace Kybernet.Storage.Tests.Crash;

/// <summary>What the killed processes printed, over all of them, and what the store turned out to have.</summary>
internal sealed class CrashHistory
{
    private readonly Dictionary<long, string> _acknowledged = [];
    private readonly Dictionary<(int Watcher, long Revision), string> _given = [];
    private readonly Dictionary<(int Writer, long Slot), long> _newest = [];
    private readonly long[] _delivered = [.. Enumerable.Repeat(1L, CrashProgram.Watchers)];
    private long _seen = 1;
    private long _compared = 1;

    public int Acknowledged { get; private set; }

    public int Given { get; private set; }

    /// <summary>What of the found nobody had been told of.</summary>
    public int Unacknowledged { get; private set; }

    /// <summary>The last revision that a watcher was given.</summary>
    public IReadOnlyList<long> Delivered => _delivered;

    /// <summary>Takes a line of a process.</summary>
    public void Add(string[] line)
    {
        switch (line[0])
        {
            case "put" or "txn":
                Acknowledge(line[0], int.Parse(line[1]), long.Parse(line[2]), long.Parse(line[3]));
                break;
            case "seen":
                _seen = Math.Max(_seen, long.Parse(line[1]));
                break;
            case "event":
                var (watcher, revision) = (int.Parse(line[1]), long.Parse(line[2]));
                Assert.Equal(_delivered[watcher] + 1, revision);
                _delivered[watcher] = revision;
                _seen = Math.Max(_seen, revision);
                _given.Add((watcher, revision), string.Join(' ', line[3..^1]));
                Given++;
                break;
            default:
                Assert.Fail(string.Join(' ', line));
                break;
        }
    }

    /// <summary>Compares with the store as it was left, and with every change in it since the last time.</summary>
    public async Task CompareAsync(IObservableStore store)
    {
        var revision = store.CurrentRevision;
        Assert.True(revision >= _seen, $"revision {_seen} was seen, but the store is at {revision}");
        // What is compacted all watchers have been given; it cannot be compared any more.
        var from = Math.Max(_compared, store.CompactedRevision) + 1;
        var acknowledged = _acknowledged.Where(write => write.Key < from).ToList();
        foreach (var (made, _) in acknowledged) _acknowledged.Remove(made);
        if (from <= revision) await CompareChangesAsync(store, from, revision);
        _compared = revision;
        Assert.True(_acknowledged.Count == 0, $"acknowledged, but not there: {string.Join("; ", _acknowledged)}");
        foreach (var ((writer, slot), number) in _newest)
        {
            // The last acknowledged write of each key, or one after it whose acknowledgement was lost.
            var found = long.Parse(CrashProgram.Number(store.Snapshot().Find(CrashProgram.Key(writer, slot))!));
            Assert.True(found >= number, $"writer {writer}: {number} was acknowledged, but {found} is there");
        }
    }

    private async Task CompareChangesAsync(IObservableStore store, long from, long to)
    {
        var next = from;
        await using var watch = await store.WatchAsync(KeyRange.All, from);
        await foreach (var batch in watch.ReadAllAsync())
        {
            foreach (var changes in batch.Events.GroupBy(change => change.Revision))
            {
                Assert.Equal(next++, changes.Key);
                Compare(changes.Key, string.Join(' ', changes.Select(CrashProgram.Show)));
            }
            if (next > to) return;
        }
    }

    private void Compare(long revision, string changes)
    {
        var keys = changes.Split(' ');
        var isWhole = keys.Length == 1 ? keys[0].StartsWith("/put/") : keys.Length == 3 && keys[0].StartsWith("/txn/");
        Assert.True(isWhole && keys.Select(key => key.Split('=')[1]).Distinct().Count() == 1, $"revision {revision} has {changes}");
        if (_acknowledged.Remove(revision, out var wanted)) Assert.Equal(wanted, changes);
        else Unacknowledged++;
        for (var watcher = 0; watcher < CrashProgram.Watchers; watcher++)
            if (_given.Remove((watcher, revision), out var given)) Assert.Equal(given, changes);
    }

    private void Acknowledge(string kind, int writer, long number, long revision)
    {
        Acknowledged++;
        _seen = Math.Max(_seen, revision);
        if (kind == "put") _newest[(writer, number % CrashProgram.Keys)] = number;
        var changes = kind == "put"
            ? $"{CrashProgram.Key(writer, number)}={number}"
            : string.Join(' ', Enumerable.Range(0, 3).Select(i => $"{CrashProgram.Group(writer)}{i}={number}"));
        Assert.True(_acknowledged.TryAdd(revision, changes), $"revision {revision} was acknowledged twice");
    }
}
