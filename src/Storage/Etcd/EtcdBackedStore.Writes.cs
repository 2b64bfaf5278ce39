namespace Kybernet.Storage.Etcd;

/// <summary>Writes: transactions of etcd, seen here before they are answered.</summary>
internal sealed partial class EtcdBackedStore
{
    public async ValueTask<WriteResult> PutAsync(
        StoreKey key, ReadOnlyMemory<byte> value, long? expectedModRevision = null, long leaseId = 0,
        CancellationToken cancellation = default)
    {
        if (key.IsEmpty) throw new ArgumentException("key is not provided", nameof(key));
        var result = await WriteAsync(key, expectedModRevision, new Operation.Put(key, value, leaseId), cancellation);
        return result.Responses[0] is OperationResult.Put put
            ? new WriteResult(true, result.Revision, put.KeyValue, put.Previous)
            : Lost(result);
    }

    public async ValueTask<WriteResult> DeleteAsync(
        StoreKey key, long? expectedModRevision = null, CancellationToken cancellation = default)
    {
        var result = await WriteAsync(key, expectedModRevision, new Operation.Delete(key), cancellation);
        return result.Responses[0] is OperationResult.Delete deleted
            ? new WriteResult(true, result.Revision, null, deleted.Previous.Count > 0 ? deleted.Previous[0] : null)
            : Lost(result);
    }

    public async ValueTask<TransactionResult> CommitAsync(Transaction transaction, CancellationToken cancellation = default)
    {
        transaction.Validate();
        RequireServing();
        var txn = EtcdWords.ToTxn(transaction, _space);
        try
        {
            var answer = await _client.WriteAsync(EtcdMethods.Txn, txn, cancellation);
            // Also when the comparison failed: who tries again must see what it failed on.
            await ShowAsync(answer.Header.Revision);
            return EtcdWords.ToResult(transaction, answer, _space);
        }
        catch (EtcdException e)
        {
            throw await RefusalAsync(e, transaction, cancellation);
        }
    }

    private ValueTask<TransactionResult> WriteAsync(
        StoreKey key, long? expectedModRevision, Operation operation, CancellationToken cancellation) =>
        CommitAsync(
            new Transaction
            {
                Compares = expectedModRevision is { } revision ? [Compare.Unchanged(key, revision)] : [],
                Success = [operation],
                Failure = expectedModRevision is null ? [] : [new Operation.Get(key)],
            },
            cancellation);

    private static WriteResult Lost(TransactionResult result)
    {
        var current = ((OperationResult.Get)result.Responses[0]).KeyValue;
        return new WriteResult(false, result.Revision, current, current);
    }

    /// <summary>What etcd's refusal is to us. It does not say which operation it refuses: mostly there is one that can be meant.</summary>
    private async Task<StoreException> RefusalAsync(EtcdException e, Transaction transaction, CancellationToken cancellation)
    {
        var operations = Flatten(transaction);
        switch (e.Failure)
        {
            case EtcdFailure.LeaseNotFound:
                return new LeaseNotFoundException(
                    operations.OfType<Operation.Put>().Select(put => put.LeaseId).FirstOrDefault(lease => lease != 0));
            case EtcdFailure.KeyNotFound:
                return new MissingKeyException(operations.OfType<Operation.Put>().First(put => put.KeepValue || put.KeepLease).Key);
            case EtcdFailure.TooManyOperations:
                return new TransactionTooLargeException(Math.Max(transaction.Success.Count, transaction.Failure.Count), EtcdLimits.UsualTxnOps);
            default:
                var revisions = operations.OfType<Operation.Read>().Select(read => read.Options.Revision).Where(revision => revision > 0);
                return await ExplainAsync(e, revisions.FirstOrDefault(), cancellation);
        }
    }

    private static IEnumerable<Operation> Flatten(Transaction transaction) =>
        transaction.Success.Concat(transaction.Failure)
            .SelectMany(operation => operation is Operation.Nested nested ? Flatten(nested.Transaction) : [operation]);
}
