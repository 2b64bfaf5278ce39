namespace Kybernet.Storage.Tests.Faults;

/// <summary>
/// What the store has shown to its observers, over all its lives, and all that was asked of it. What was shown once must stay, what was
/// answered must be there, and nothing may be there that nobody asked for.
/// </summary>
internal sealed class History
{
    // By revision. An empty store is at revision 1; there is no revision 0.
    private readonly List<StoreState> _states = [StoreState.Empty, StoreState.Empty];
    private readonly List<IReadOnlyList<StoreEvent>> _changes = [[], []];
    private readonly List<Attempt> _attempts = [];
    private int _explained = 1;

    public long Revision => _states.Count - 1;

    public StoreState Now => _states[^1];

    /// <summary>Compaction that was acknowledged, and that was asked for: what the store says must lie between.</summary>
    public (long Least, long Most) Compacted { get; private set; }

    public IReadOnlyList<Attempt> Attempts => _attempts;

    public StoreState At(long revision) => _states[(int)revision];

    /// <summary>Notes a write that is about to be asked for.</summary>
    public Attempt Try(Func<int, Attempt> make)
    {
        var attempt = make(_attempts.Count);
        _attempts.Add(attempt);
        return attempt;
    }

    public void TryCompaction(long revision) => Compacted = (Compacted.Least, Math.Max(Compacted.Most, revision));

    public void AcknowledgeCompaction(long revision) => Compacted = (Math.Max(Compacted.Least, revision), Compacted.Most);

    /// <summary>Takes changes that the store shows, in revision order and without a gap.</summary>
    public void Append(long revision, IEnumerable<StoreEvent> events)
    {
        foreach (var group in events.GroupBy(static change => change.Revision))
        {
            Judge.That(group.Key == Revision + 1, () => $"revision {group.Key} comes after {Revision}");
            List<StoreEvent> changes = [.. group];
            _states.Add(Now.After(group.Key, changes));
            _changes.Add(changes);
        }
        Judge.That(revision == Revision, () => $"the store says {revision} when its changes have reached {Revision}");
    }

    /// <summary>All changes of these revisions (both included) in a range.</summary>
    public List<StoreEvent> Changes(long from, long to, KeyRange range) =>
        [.. Enumerable.Range((int)from, (int)Math.Max(0, to - from + 1)).SelectMany(revision => _changes[revision])
            .Where(change => range.Contains(change.Key))];

    /// <summary>Finds for each revision who made it, and for each write that is done its revision. Nobody may still be waiting.</summary>
    public void Explain()
    {
        for (var revision = _explained + 1; revision <= Revision; revision++) Explain(revision);
        _explained = (int)Revision;
        foreach (var attempt in _attempts)
        {
            Judge.That(attempt.Outcome != Outcome.Pending, () => $"{attempt} was never answered");
            Judge.That(
                attempt.Outcome != Outcome.Done || attempt.Explains == attempt.Revision,
                () => $"{attempt} was acknowledged, but made revision {attempt.Explains}");
        }
    }

    private void Explain(int revision)
    {
        var (before, changes) = (_states[revision - 1], _changes[revision]);
        List<string> contradictions = [];
        foreach (var attempt in Suspects(changes))
        {
            if (attempt.Contradiction(before, changes) is { } contradiction)
            {
                contradictions.Add($"{attempt}: {contradiction}");
                continue;
            }
            attempt.Explains = revision;
            return;
        }
        Judge.That(false, () => $"nobody made revision {revision}: {string.Join("; ", contradictions)}");
    }

    private IEnumerable<Attempt> Suspects(IReadOnlyList<StoreEvent> changes)
    {
        if (changes.FirstOrDefault(static change => change.Kind == StoreEventKind.Put) is { } put)
            return [_attempts[Value.Number(put.KeyValue.Value)]];
        var revision = changes[0].Revision;
        // Who is sure of it first, then who could do the least else.
        return _attempts
            .Where(attempt => attempt.Puts.Count == 0 && (attempt.Outcome == Outcome.Unknown || attempt.Revision == revision))
            .OrderBy(attempt => (attempt.Revision != revision, attempt.Condition is null));
    }
}
