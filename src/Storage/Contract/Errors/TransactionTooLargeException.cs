namespace Kybernet.Storage;

/// <summary>A transaction would change more keys than one revision can (akin to etcd's ErrTooManyOps). Nothing was done.</summary>
/// <param name="changes">How many it might change.</param>
/// <param name="limit">How many a revision can.</param>
public sealed class TransactionTooLargeException(long changes, long limit)
    : StoreException($"too many operations in txn request: it may change {changes} keys, the limit is {limit}");
