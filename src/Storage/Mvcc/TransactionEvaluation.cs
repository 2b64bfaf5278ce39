using Kybernet.Storage.Collections;

namespace Kybernet.Storage.Mvcc;

/// <summary>
/// Carries out a whole transaction on the state:
/// <code>
///   1 all comparisons decide the way   2 what cannot be done is refused   3 the operations on that way, in order
/// </code>
/// </summary>
internal static class TransactionEvaluation
{
    public static TransactionResult Evaluate(this MvccState state, Transaction transaction)
    {
        var way = TransactionWay.Through(transaction, state);

        var most = RefuseWhatCannotBeDone(state, way);
        if (most > MvccState.MaxChanges) throw new TransactionTooLargeException(most, MvccState.MaxChanges);

        var changes = state.Batch.Events.Count;
        var result = Carry(state, way, state.Revision + 1);
        if (state.Batch.Events.Count == changes) return result;
        state.Revision++;
        return result with { Revision = state.Revision };
    }

    /// <summary>Before anything has changed. Returns how many keys may change at most.</summary>
    private static long RefuseWhatCannotBeDone(MvccState state, TransactionWay way)
    {
        var most = 0L;
        for (var i = 0; i < way.Operations.Count; i++)
        {
            switch (way.Operations[i])
            {
                case Operation.Put put:
                    state.Leases.Require(put.LeaseId);
                    if ((put.KeepValue || put.KeepLease) && state.Find(put.Key) is null) throw new MissingKeyException(put.Key);
                    most++;
                    break;
                case Operation.Delete delete:
                    most += state.Keys.Snapshot().Count(delete.Range);
                    break;
                case Operation.Read { Options.Revision: > 0 } read:
                    state.RequireReadable(read.Options.Revision);
                    break;
                case Operation.Nested:
                    most += RefuseWhatCannotBeDone(state, way.Nested[i]!);
                    break;
            }
        }
        return most;
    }

    private static TransactionResult Carry(MvccState state, TransactionWay way, long revision)
    {
        var responses = new OperationResult[way.Operations.Count];
        for (var i = 0; i < responses.Length; i++)
        {
            responses[i] = way.Nested[i] is { } nested
                ? new OperationResult.Nested(Carry(state, nested, revision))
                : Carry(state, way.Operations[i], revision);
        }
        return new TransactionResult(way.Succeeded, state.Revision, responses);
    }

    private static OperationResult Carry(MvccState state, Operation operation, long revision)
    {
        switch (operation)
        {
            case Operation.Put put:
                var current = state.Find(put.Key);
                var value = put.KeepValue ? current!.Value : put.Value;
                var lease = put.KeepLease ? current!.LeaseId : put.LeaseId;
                return new OperationResult.Put(state.Write(revision, put.Key, value, lease, current), current);
            case Operation.Delete delete:
                return new OperationResult.Delete(DeleteRange(state, delete.Range, revision));
            case Operation.Get get:
                return new OperationResult.Get(state.Find(get.Key));
            case Operation.Read read:
                var keys = KeysAt(state, read.Range, read.Options.Revision);
                return new OperationResult.Read(RangeRead.From(keys, read.Range, read.Options, state.Revision));
            default:
                throw new InvalidOperationException($"An operation of an unknown kind: {operation.GetType()}");
        }
    }

    private static BTreeSnapshot<StoreKey, KeyValue> KeysAt(MvccState state, KeyRange range, long revision)
    {
        var now = state.Keys.Snapshot();
        if (revision == 0) return now;
        var past = new Rewind(now);
        past.Undo(state.ChangesAfter(revision, range));
        return past.Keys;
    }

    private static List<KeyValue> DeleteRange(MvccState state, KeyRange range, long revision)
    {
        var doomed = new List<KeyValue>();
        foreach (var (_, item) in state.Keys.Snapshot().Enumerate(range)) doomed.Add(item);
        foreach (var item in doomed) state.Erase(revision, item);
        return doomed;
    }
}
