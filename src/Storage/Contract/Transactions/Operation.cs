namespace Kybernet.Storage;

/// <summary>A step of a transaction. Later steps see what earlier ones did.</summary>
public abstract record Operation
{
    private Operation()
    {
    }

    /// <summary>Writes a key.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Value">The value; the array passes to the store.</param>
    /// <param name="LeaseId">The lease that is to delete the key; 0 for none.</param>
    public sealed record Put(StoreKey Key, ReadOnlyMemory<byte> Value, long LeaseId = 0) : Operation
    {
        /// <summary>Leave the value as it is (etcd's ignore_value). The key must exist.</summary>
        public bool KeepValue { get; init; }

        /// <summary>Leave the lease as it is (etcd's ignore_lease). The key must exist.</summary>
        public bool KeepLease { get; init; }
    }

    /// <summary>Deletes every key of a range.</summary>
    /// <param name="Range">The range.</param>
    public sealed record Delete(KeyRange Range) : Operation
    {
        /// <summary>Deletes one key.</summary>
        public Delete(StoreKey key) : this(KeyRange.Single(key))
        {
        }
    }

    /// <summary>Reads one key.</summary>
    /// <param name="Key">The key.</param>
    public sealed record Get(StoreKey Key) : Operation;

    /// <summary>Reads a range as it is in the midst of the transaction, or as it was at a revision before.</summary>
    /// <param name="Range">The range.</param>
    /// <param name="Options">How.</param>
    public sealed record Read(KeyRange Range, RangeOptions Options = default) : Operation;

    /// <summary>
    /// A transaction within: part of the same revision. Its comparisons look at the state before the whole transaction.
    /// </summary>
    /// <param name="Transaction">What to do.</param>
    public sealed record Nested(Transaction Transaction) : Operation;
}
