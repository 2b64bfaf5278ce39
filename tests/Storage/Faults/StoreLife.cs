using Kybernet.Base;
using Kybernet.Storage.Engine;
using Kybernet.Storage.Sqlite;
using Kybernet.Storage.Tests.Faults.Disk;

namespace Kybernet.Storage.Tests.Faults;

/// <summary>A store from its opening to its end, and who uses it meanwhile.</summary>
internal sealed partial class StoreLife : ICommitObserver, IDisposable
{
    private readonly SimulatedDisk _disk;
    private readonly ExecutionEnvironment _environment;
    private readonly Random _random;
    private readonly History _history;
    private readonly LeaseBook _leases;
    private readonly int _largest;
    private readonly FaultTally _tally;
    private readonly SqliteCommitLog _log;
    private readonly EmbeddedStore _store;
    private readonly List<(long Revision, StoreEvent[] Events)> _early = [];
    private StoreSnapshot? _found;
    private StoreUnavailableException? _refusal;
    private Action? _damage;
    private readonly bool _isDamaged;
    private bool _hasBegun;
    private bool _isCalm;
    private bool _hasEnded;

    /// <exception cref="StoreFileException">The file cannot be opened.</exception>
    public StoreLife(
        string path, SqliteFileSystem files, SimulatedDisk disk, ExecutionEnvironment environment, Random random, History history,
        LeaseBook leases, int largest, FaultTally tally, bool isDamaged)
    {
        _isDamaged = isDamaged;
        (_disk, _environment, _random, _history, _leases, _largest, _tally) =
            (disk, environment, random, history, leases, largest, tally);
        var log = _log = new SqliteCommitLog(path, files, sweepTogether: 16);
        EmbeddedStoreOptions options = new() { EventBufferCount = random.Next(2) == 0 ? 25 : 10_000 };
        _store = new EmbeddedStore(log, environment, options, writer => new SimulatedWriter(writer, environment, log.Dispose));
        _tally.Lives++;
        _ = _store.Observe(KeyRange.All, this);
    }

    public void OnSnapshot(StoreSnapshot snapshot) => _found = snapshot;

    public void OnCommit(long revision, ReadOnlySpan<StoreEvent> events)
    {
        if (_hasBegun) _history.Append(revision, events.ToArray());
        else _early.Add((revision, events.ToArray()));
    }

    /// <summary>Compares what the store has with what it ever showed; what is new must be of an outcome that was unknown.</summary>
    public async Task BeginAsync()
    {
        var found = _found!;
        Judge.That(found.Revision >= _history.Revision, () => $"the store went back from revision {_history.Revision} to {found.Revision}");
        CompareCompacted();
        foreach (var batch in await ReadHistoryAsync(found.Revision))
        {
            var known = _history.Revision;
            Judge.Same(
                _history.Changes(_store.CompactedRevision + 1, Math.Min(known, batch.Revision), KeyRange.All),
                [.. batch.Events.Where(change => change.Revision <= known)], "the history in the file");
            _history.Append(Math.Max(known, batch.Revision), batch.Events.Where(change => change.Revision > known));
        }
        if (_history.Revision < found.Revision) return;
        Judge.Same(_history.At(found.Revision).Items, found.Items(), "what was found in the file");
        foreach (var (revision, events) in _early) _history.Append(revision, events);
        _hasBegun = true;
    }

    /// <summary>The same for one that may have lost its newest changes.</summary>
    public void CompareEarlier()
    {
        var found = _found!;
        if (found.Revision <= _history.Revision)
            Judge.Same(_history.At(found.Revision).Items, found.Items(), "what was found in the file");
    }

    /// <summary>Has bits turn over while it runs.</summary>
    public void DamageLater(Action damage) => _damage = damage;

    /// <summary>Lets clients use it until it ends in one way or another.</summary>
    public async Task RunAsync()
    {
        if (!_hasBegun) _disk.Stop();
        Func<Task>[] roles = [UseAsync, UseAsync, UseAsync, UseAsync, WatchAsync, WatchAsync, WatchAsync, TroubleAsync];
        var users = roles.Select(role => _environment.Run(role)).ToList();
        for (var left = 20 + _random.Next(300); left > 0 && !_disk.IsStopped; left--)
        {
            await DelayAsync(10);
            if (users.Find(static user => user.IsFaulted) is { } broken) await broken;
            if (_random.Next(left) != 0) continue;
            _damage?.Invoke();
            _damage = null;
        }
        if (!_disk.IsStopped && _random.Next(2) == 0)
        {
            _isCalm = true;
            _disk.Faults.Heal();
            await RecoverAsync();
            if (_random.Next(3) == 0) Trouble.Begin(_disk, _random);
        }
        else
        {
            _disk.Stop();
        }
        _isCalm = _hasEnded = true;
        await CloseAsync();
        await Task.WhenAll(users);
    }

    /// <summary>Closes the store, and starts the machine again if it has stopped.</summary>
    public async Task CloseAsync()
    {
        await _store.DisposeAsync();
        _disk.Faults.Heal();
        if (!_disk.IsStopped) return;
        var cut = _random.Next(3) != 0;
        if (cut) _tally.PowerCuts++;
        else _tally.Kills++;
        _disk.Start(cut);
    }

    /// <summary>Lets go of the file, whatever state the store is in.</summary>
    public void Dispose() => _log.Dispose();

    /// <summary>All changes in the file; nothing if the disk does not let them be read.</summary>
    private async Task<List<WatchBatch>> ReadHistoryAsync(long revision)
    {
        List<StoreEvent> events = [];
        while (!_disk.IsStopped)
        {
            try
            {
                await using var watch = await _store.WatchAsync(KeyRange.All, _store.CompactedRevision + 1);
                watch.RequestProgress();
                events.Clear();
                await foreach (var batch in watch.ReadAllAsync())
                {
                    events.AddRange(batch.Events.TakeWhile(change => change.Revision <= revision));
                    if (batch.Revision >= revision) return [new WatchBatch(revision, events)];
                }
            }
            catch (StoreException e) when (e is StoreFileException or StoreUnavailableException)
            {
                _disk.Faults.Heal();
                await DelayAsync(1000);
                if (_isDamaged) return [];
            }
        }
        return [];
    }

    /// <summary>Once the disk is well, so is the store, within a moment and by itself.</summary>
    private async Task RecoverAsync()
    {
        if (_isDamaged) return;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            if (await PutAsync(Key("/k/", 0), condition: null) == Outcome.Done) return;
            await DelayAsync(1000);
        }
        Judge.That(false, () => $"the disk is well, but the store does not recover: {_refusal}");
    }

    private async Task TroubleAsync()
    {
        while (!_isCalm && !_disk.IsStopped)
        {
            await DelayAsync(50 + _random.Next(1500));
            if (_isCalm || _disk.IsStopped) return;
            Trouble.Begin(_disk, _random);
            await DelayAsync(10 + _random.Next(_random.Next(2) == 0 ? 30 : 2500));
            if (!_isCalm) _disk.Faults.Heal();
        }
    }

    private void CompareCompacted() => Judge.That(
        _store.CompactedRevision >= _history.Compacted.Least && _store.CompactedRevision <= _history.Compacted.Most,
        () => $"compacted is {_store.CompactedRevision}, not within {_history.Compacted}");

    private Task DelayAsync(int milliseconds) => _environment.Delay(TimeSpan.FromMilliseconds(milliseconds), CancellationToken.None);

    private static StoreKey Key(string prefix, int number) => StoreKey.Parse($"{prefix}{number:d2}");
}
