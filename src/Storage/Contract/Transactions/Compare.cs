namespace Kybernet.Storage;

/// <summary>What of a key is compared.</summary>
public enum CompareTarget
{
    /// <summary>How often the key was written since its creation; 0 when it does not exist.</summary>
    Version,

    /// <summary>The revision of its creation; 0 when it does not exist.</summary>
    CreateRevision,

    /// <summary>The revision of its last change; 0 when it does not exist.</summary>
    ModRevision,

    /// <summary>Its value, bytewise. No comparison holds for a key that does not exist.</summary>
    Value,

    /// <summary>Its lease; 0 for none.</summary>
    Lease,
}

/// <summary>How it is compared.</summary>
public enum CompareOperator
{
    /// <summary>The key's is the same.</summary>
    Equal,

    /// <summary>The key's is greater.</summary>
    Greater,

    /// <summary>The key's is less.</summary>
    Less,

    /// <summary>The key's differs.</summary>
    NotEqual,
}

/// <summary>
/// A condition of a transaction: on one key, or on every key of a range. In a range without keys it is compared with a key that does
/// not exist.
/// </summary>
public sealed record Compare
{
    private Compare(KeyRange range, CompareTarget target, CompareOperator comparison)
    {
        Range = range;
        Target = target;
        Operator = comparison;
    }

    /// <summary>The keys: most often a single one.</summary>
    public KeyRange Range { get; }

    /// <summary>What of it is compared.</summary>
    public CompareTarget Target { get; }

    /// <summary>How.</summary>
    public CompareOperator Operator { get; }

    /// <summary>What a number is compared with.</summary>
    public long Number { get; private init; }

    /// <summary>What <see cref="CompareTarget.Value"/> is compared with.</summary>
    public ReadOnlyMemory<byte> Value { get; private init; }

    /// <summary>Compares a number: anything but the value.</summary>
    public static Compare Of(StoreKey key, CompareTarget target, CompareOperator comparison, long number) =>
        Of(KeyRange.Single(key), target, comparison, number);

    /// <summary>Compares a number of every key: anything but the value.</summary>
    public static Compare Of(KeyRange range, CompareTarget target, CompareOperator comparison, long number) =>
        target == CompareTarget.Value
            ? throw new ArgumentException("A value is compared with bytes: use OfValue.", nameof(target))
            : new Compare(range, target, comparison) { Number = number };

    /// <summary>Compares the value.</summary>
    public static Compare OfValue(StoreKey key, CompareOperator comparison, ReadOnlyMemory<byte> value) =>
        OfValue(KeyRange.Single(key), comparison, value);

    /// <summary>Compares the value of every key.</summary>
    public static Compare OfValue(KeyRange range, CompareOperator comparison, ReadOnlyMemory<byte> value) =>
        new(range, CompareTarget.Value, comparison) { Value = value };

    /// <summary>The key's last change was at this revision.</summary>
    public static Compare Unchanged(StoreKey key, long modRevision) =>
        Of(key, CompareTarget.ModRevision, CompareOperator.Equal, modRevision);

    /// <summary>The key does not exist.</summary>
    public static Compare Absent(StoreKey key) => Unchanged(key, 0);

    /// <summary>Whether the comparison holds for the key as it is (null: it does not exist).</summary>
    internal bool Holds(KeyValue? current)
    {
        if (Target == CompareTarget.Value && current is null) return false;
        var order = Target switch
        {
            CompareTarget.Version => (current?.Version ?? 0).CompareTo(Number),
            CompareTarget.CreateRevision => (current?.CreateRevision ?? 0).CompareTo(Number),
            CompareTarget.ModRevision => (current?.ModRevision ?? 0).CompareTo(Number),
            CompareTarget.Lease => (current?.LeaseId ?? 0).CompareTo(Number),
            _ => current!.Value.Span.SequenceCompareTo(Value.Span),
        };
        return Operator switch
        {
            CompareOperator.Equal => order == 0,
            CompareOperator.Greater => order > 0,
            CompareOperator.Less => order < 0,
            _ => order != 0,
        };
    }
}
