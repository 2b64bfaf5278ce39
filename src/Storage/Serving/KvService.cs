using Kybernet.Storage.Etcd;
using Kybernet.Storage.Etcd.Protocol;
using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Serving;

/// <summary>etcd's KV service: ranges, puts, deletions, transactions, compaction.</summary>
internal sealed class KvService(IEmbeddedStore store, EtcdMember member, EtcdServerOptions options)
{
    public void AddTo(GrpcServer server)
    {
        server.Serve(EtcdMethods.Range, RangeAsync);
        server.Serve(EtcdMethods.Put, PutAsync);
        server.Serve(EtcdMethods.DeleteRange, DeleteRangeAsync);
        server.Serve(EtcdMethods.Txn, TxnAsync);
        server.Serve(EtcdMethods.Compact, CompactAsync);
    }

    private async ValueTask<RangeResponse> RangeAsync(RangeRequest request, CancellationToken cancellation)
    {
        RangeSelection.Check(request);
        var found = await store.RangeAsync(
            ServedWords.ToRange(request.Key, request.RangeEnd), RangeSelection.Options(request), cancellation);
        return RangeSelection.Select(request, found, member.Header(found.Revision));
    }

    private async ValueTask<PutResponse> PutAsync(PutRequest request, CancellationToken cancellation)
    {
        RefuseTooLarge(request);
        var put = ServedTransaction.ToPut(request);
        var result = await store.CommitAsync(new Transaction { Success = [put] }, cancellation);
        return ServedTransaction.ToResponse(request, (OperationResult.Put)result.Responses[0], member.Header(result.Revision));
    }

    private async ValueTask<DeleteRangeResponse> DeleteRangeAsync(DeleteRangeRequest request, CancellationToken cancellation)
    {
        Operation.Delete delete = new(ServedWords.ToRange(request.Key, request.RangeEnd));
        var result = await store.CommitAsync(new Transaction { Success = [delete] }, cancellation);
        return ServedTransaction.ToResponse(request, (OperationResult.Delete)result.Responses[0], member.Header(result.Revision));
    }

    private async ValueTask<TxnResponse> TxnAsync(TxnRequest request, CancellationToken cancellation)
    {
        RefuseTooLarge(request);
        var transaction = ServedTransaction.ToTransaction(request, options.MaxTxnOps);
        try
        {
            var result = await store.CommitAsync(transaction, cancellation);
            return ServedTransaction.ToResponse(request, result, () => member.Header(result.Revision));
        }
        catch (ArgumentException)
        {
            // What else is wrong with a transaction has been looked for above.
            throw EtcdError.DuplicateKey;
        }
    }

    private async ValueTask<CompactionResponse> CompactAsync(CompactionRequest request, CancellationToken cancellation)
    {
        await store.CompactAsync(request.Revision, request.Physical, cancellation);
        return new CompactionResponse { Header = member.Header() };
    }

    private void RefuseTooLarge(Google.Protobuf.IMessage request)
    {
        if (request.CalculateSize() > options.MaxRequestBytes) throw EtcdError.RequestTooLarge;
    }
}
