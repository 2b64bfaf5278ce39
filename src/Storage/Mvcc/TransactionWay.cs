using Kybernet.Storage.Collections;

namespace Kybernet.Storage.Mvcc;

/// <summary>
/// Which operations a transaction carries out. Decided before any of them is done, so that a nested comparison sees the same state
/// as the outermost.
/// </summary>
/// <param name="Succeeded">Whether the comparisons hold.</param>
/// <param name="Operations">What is done.</param>
/// <param name="Nested">For each operation that is a transaction its own way; null for the others.</param>
internal sealed record TransactionWay(bool Succeeded, IReadOnlyList<Operation> Operations, IReadOnlyList<TransactionWay?> Nested)
{
    public static TransactionWay Through(Transaction transaction, MvccState state)
    {
        var holds = true;
        foreach (var compare in transaction.Compares) holds = holds && Holds(compare, state);
        var operations = holds ? transaction.Success : transaction.Failure;
        var nested = new TransactionWay?[operations.Count];
        for (var i = 0; i < nested.Length; i++)
            if (operations[i] is Operation.Nested within) nested[i] = Through(within.Transaction, state);
        return new TransactionWay(holds, operations, nested);
    }

    private static bool Holds(Compare compare, MvccState state)
    {
        if (compare.Range.IsSingle) return compare.Holds(state.Find(compare.Range.Start));
        var any = false;
        foreach (var (_, item) in state.Keys.Snapshot().Enumerate(compare.Range))
        {
            if (!compare.Holds(item)) return false;
            any = true;
        }
        return any || compare.Holds(null);
    }
}
