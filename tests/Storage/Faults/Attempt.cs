namespace Kybernet.Storage.Tests.Faults;

/// <summary>What somebody was told of a write.</summary>
internal enum Outcome
{
    /// <summary>Nothing yet.</summary>
    Pending,

    /// <summary>It is done.</summary>
    Done,

    /// <summary>It was not done.</summary>
    Refused,

    /// <summary>It was done, or not.</summary>
    Unknown,
}

/// <summary>
/// A write that was asked for: what it changes in a given state, and what was answered. Each value that it puts begins with its
/// number, so that a change tells whose it is.
/// </summary>
internal sealed class Attempt(int number)
{
    public int Number => number;

    public Dictionary<StoreKey, byte[]> Puts { get; } = [];

    /// <summary>What it deletes; null for nothing.</summary>
    public KeyRange? Deletes { get; init; }

    /// <summary>The lease that it ends; 0 for none.</summary>
    public long EndsLease { get; init; }

    /// <summary>Whether nobody asks for it: time does it, at some moment or never.</summary>
    public bool IsExpiry { get; init; }

    /// <summary>A condition: the revision that a key must have.</summary>
    public (StoreKey Key, long Revision)? Condition { get; init; }

    public Outcome Outcome { get; set; }

    /// <summary>The revision that it made, by the answer; 0 when it made none.</summary>
    public long Revision { get; set; }

    /// <summary>The revision that it was found to have made; 0 for none.</summary>
    public long Explains { get; set; }

    /// <summary>Why these changes cannot be its; null when they are what it does in that state.</summary>
    public string? Contradiction(StoreState before, IReadOnlyList<StoreEvent> changes)
    {
        if (Outcome == Outcome.Refused) return "it was refused";
        if (Explains != 0) return $"it made revision {Explains}";
        if (Condition is { } condition && (before.Find(condition.Key)?.ModRevision ?? 0) != condition.Revision)
            return $"{condition.Key} was not at revision {condition.Revision}";
        var doomed = before.Items.Where(IsDoomed).Select(static item => item.Key).ToHashSet();
        if (changes.Count != Puts.Count + doomed.Count) return $"it makes {Puts.Count + doomed.Count} changes, not {changes.Count}";
        foreach (var change in changes)
        {
            var isMine = change.Kind == StoreEventKind.Put
                ? Puts.TryGetValue(change.Key, out var value) && change.KeyValue.Value.Span.SequenceEqual(value)
                : doomed.Contains(change.Key);
            if (!isMine) return $"it does not change {change.Key} so";
        }
        return null;
    }

    public override string ToString() => $"attempt {Number} ({Outcome} {Revision})";

    private bool IsDoomed(KeyValue item) =>
        (Deletes is { } range && range.Contains(item.Key)) || (EndsLease != 0 && item.LeaseId == EndsLease);
}
