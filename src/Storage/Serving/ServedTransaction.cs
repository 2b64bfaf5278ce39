using Kybernet.Storage.Etcd.Protocol;

namespace Kybernet.Storage.Serving;

/// <summary>Transactions and their operations between etcd's words and the store's.</summary>
internal static class ServedTransaction
{
    /// <param name="request">What the client wants.</param>
    /// <param name="most">How many operations it may have, those of transactions around it counted.</param>
    /// <exception cref="Kybernet.Wire.Grpc.GrpcException">It makes no sense, or is too long.</exception>
    public static Transaction ToTransaction(TxnRequest request, int most)
    {
        var left = most - Math.Max(request.Compare.Count, Math.Max(request.Success.Count, request.Failure.Count));
        if (left < 0) throw EtcdError.TooManyOperations;
        return new Transaction
        {
            Compares = [.. request.Compare.Select(ServedWords.ToCompare)],
            Success = [.. request.Success.Select(operation => ToOperation(operation, left))],
            Failure = [.. request.Failure.Select(operation => ToOperation(operation, left))],
        };
    }

    public static Operation.Put ToPut(PutRequest request)
    {
        if (request.Key.IsEmpty) throw EtcdError.EmptyKey;
        if (request.IgnoreValue && !request.Value.IsEmpty) throw EtcdError.ValueProvided;
        if (request.IgnoreLease && request.Lease != 0) throw EtcdError.LeaseProvided;
        return new Operation.Put(StoreKey.FromBytes(request.Key.Span), request.Value.Memory, request.Lease)
        {
            KeepValue = request.IgnoreValue,
            KeepLease = request.IgnoreLease,
        };
    }

    public static TxnResponse ToResponse(TxnRequest request, TransactionResult result, Func<ResponseHeader> header)
    {
        TxnResponse response = new() { Header = header(), Succeeded = result.Succeeded };
        var operations = result.Succeeded ? request.Success : request.Failure;
        for (var i = 0; i < operations.Count; i++) response.Responses.Add(ToResponse(operations[i], result.Responses[i], header));
        return response;
    }

    public static PutResponse ToResponse(PutRequest request, OperationResult.Put result, ResponseHeader header) =>
        new() { Header = header, PrevKv = request.PrevKv && result.Previous is { } previous ? ServedWords.ToEtcd(previous) : null };

    public static DeleteRangeResponse ToResponse(DeleteRangeRequest request, OperationResult.Delete result, ResponseHeader header)
    {
        DeleteRangeResponse response = new() { Header = header, Deleted = result.Previous.Count };
        if (request.PrevKv) response.PrevKvs.AddRange(result.Previous.Select(ServedWords.ToEtcd));
        return response;
    }

    private static Operation ToOperation(RequestOp operation, int most)
    {
        switch (operation.RequestCase)
        {
            case RequestOp.RequestOneofCase.RequestPut:
                return ToPut(operation.RequestPut);
            case RequestOp.RequestOneofCase.RequestDeleteRange:
                return new Operation.Delete(ServedWords.ToRange(operation.RequestDeleteRange.Key, operation.RequestDeleteRange.RangeEnd));
            case RequestOp.RequestOneofCase.RequestTxn:
                return new Operation.Nested(ToTransaction(operation.RequestTxn, most));
            case RequestOp.RequestOneofCase.RequestRange:
                var range = operation.RequestRange;
                RangeSelection.Check(range);
                return new Operation.Read(ServedWords.ToRange(range.Key, range.RangeEnd), RangeSelection.Options(range));
            default:
                // An operation that says nothing; etcd calls it this.
                throw EtcdError.EmptyKey;
        }
    }

    private static ResponseOp ToResponse(RequestOp request, OperationResult result, Func<ResponseHeader> header) => result switch
    {
        OperationResult.Put put => new() { ResponsePut = ToResponse(request.RequestPut, put, header()) },
        OperationResult.Delete delete => new() { ResponseDeleteRange = ToResponse(request.RequestDeleteRange, delete, header()) },
        OperationResult.Nested nested => new() { ResponseTxn = ToResponse(request.RequestTxn, nested.Result, header) },
        OperationResult.Read read => new() { ResponseRange = RangeSelection.Select(request.RequestRange, read.Result, header()) },
        _ => throw new InvalidOperationException($"A result of an unknown kind: {result.GetType()}"),
    };
}
