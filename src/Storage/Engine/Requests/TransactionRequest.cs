using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Engine.Requests;

internal sealed class TransactionRequest(Transaction transaction) : Request<TransactionResult>
{
    public override int Bytes { get; } =
        transaction.Success.Concat(transaction.Failure).OfType<Operation.Put>().Sum(put => put.Value.Length);

    protected override TransactionResult Run(MvccState state, TimeSpan now) => state.Evaluate(transaction);
}
