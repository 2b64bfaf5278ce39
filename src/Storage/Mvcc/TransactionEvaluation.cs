using Kybernet.Storage.Collections;

namespace Kybernet.Storage.Mvcc;

/// <summary>Carries out a whole transaction on the state.</summary>
internal static class TransactionEvaluation
{
    public static TransactionResult Evaluate(this MvccState state, Transaction transaction)
    {
        var holds = true;
        foreach (var compare in transaction.Compares) holds = holds && compare.Holds(state.Find(compare.Key));
        var operations = holds ? transaction.Success : transaction.Failure;

        RefuseWhatCannotBeDone(state, operations);
        var revision = state.Revision + 1;
        var changes = state.Batch.Events.Count;
        var responses = new OperationResult[operations.Count];
        for (var i = 0; i < responses.Length; i++) responses[i] = Carry(state, operations[i], revision);
        if (state.Batch.Events.Count > changes) state.Revision = revision;
        return new TransactionResult(holds, state.Revision, responses);
    }

    /// <summary>Before anything has changed.</summary>
    private static void RefuseWhatCannotBeDone(MvccState state, IReadOnlyList<Operation> operations)
    {
        var most = 0L;
        foreach (var operation in operations)
        {
            if (operation is Operation.Put put) state.Leases.Require(put.LeaseId);
            most += operation switch
            {
                Operation.Put => 1,
                Operation.Delete delete => state.Keys.Snapshot().Count(delete.Range),
                _ => 0,
            };
        }
        if (most > MvccState.MaxChanges) throw new TransactionTooLargeException(most, MvccState.MaxChanges);
    }

    private static OperationResult Carry(MvccState state, Operation operation, long revision)
    {
        switch (operation)
        {
            case Operation.Put put:
                var current = state.Find(put.Key);
                return new OperationResult.Put(state.Write(revision, put.Key, put.Value, put.LeaseId, current), current);
            case Operation.Delete delete:
                return new OperationResult.Delete(DeleteRange(state, delete.Range, revision));
            case Operation.Get get:
                return new OperationResult.Get(state.Find(get.Key));
            case Operation.Read read:
                return new OperationResult.Read(RangeRead.From(state.Keys.Snapshot(), read.Range, read.Options, state.Revision));
            default:
                throw new InvalidOperationException($"An operation of an unknown kind: {operation.GetType()}");
        }
    }

    private static List<KeyValue> DeleteRange(MvccState state, KeyRange range, long revision)
    {
        var doomed = new List<KeyValue>();
        foreach (var (_, item) in state.Keys.Snapshot().Enumerate(range)) doomed.Add(item);
        foreach (var item in doomed) state.Erase(revision, item);
        return doomed;
    }
}
