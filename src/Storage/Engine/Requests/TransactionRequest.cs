using Kybernet.Storage.Mvcc;

namespace Kybernet.Storage.Engine.Requests;

internal sealed class TransactionRequest(Transaction transaction) : Request<TransactionResult>
{
    public override int Bytes { get; } = BytesOf(transaction);

    protected override TransactionResult Run(MvccState state, TimeSpan now) => state.Evaluate(transaction);

    private static int BytesOf(Transaction transaction) => BytesOf(transaction.Success) + BytesOf(transaction.Failure);

    private static int BytesOf(IReadOnlyList<Operation> operations)
    {
        var bytes = 0;
        foreach (var operation in operations)
        {
            if (operation is Operation.Put put) bytes += put.Value.Length;
            else if (operation is Operation.Nested nested) bytes += BytesOf(nested.Transaction);
        }
        return bytes;
    }
}
