namespace Kybernet.Storage;

/// <summary>Compare, then one list of operations or the other, all at one revision (etcd's TxnRequest).</summary>
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
    public void Validate()
    {
        WrittenKeys.Of(Success);
        WrittenKeys.Of(Failure);
    }
}
