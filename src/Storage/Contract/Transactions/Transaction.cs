namespace Kybernet.Storage;

/// <summary>Compare, then one list of operations or the other, all at one revision (etcd's TxnRequest without nesting).</summary>
public sealed record Transaction
{
    /// <summary>What must hold, all of it; none holds always.</summary>
    public IReadOnlyList<Compare> Compares { get; init; } = [];

    /// <summary>What is done when all comparisons hold.</summary>
    public IReadOnlyList<Operation> Success { get; init; } = [];

    /// <summary>What is done otherwise.</summary>
    public IReadOnlyList<Operation> Failure { get; init; } = [];

    /// <summary>Refuses lists that write a key twice: watchers see at most one change of a key in a revision.</summary>
    /// <exception cref="ArgumentException">A key is put twice, or put and deleted, or empty.</exception>
    internal void Validate()
    {
        foreach (var operation in Success.Concat(Failure))
            if (operation is Operation.Put { Key.IsEmpty: true }) throw new ArgumentException("key is not provided");
        Validate(Success);
        Validate(Failure);
    }

    private static void Validate(IReadOnlyList<Operation> operations)
    {
        if (operations.Count < 2) return;
        var puts = new SortedSet<StoreKey>();
        foreach (var operation in operations)
            if (operation is Operation.Put put && !puts.Add(put.Key))
                throw new ArgumentException($"duplicate key given in txn request: {put.Key}");
        foreach (var operation in operations)
            if (operation is Operation.Delete delete && puts.FirstOrDefault(delete.Range.Contains) is { IsEmpty: false } key)
                throw new ArgumentException($"duplicate key given in txn request: {key} is put and deleted");
    }
}
