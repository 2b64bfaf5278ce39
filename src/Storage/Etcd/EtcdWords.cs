using Google.Protobuf;
using Kybernet.Storage.Etcd.Protocol;

namespace Kybernet.Storage.Etcd;

/// <summary>The store's words in etcd's, and the other way round.</summary>
internal static class EtcdWords
{
    public static KeyValue ToKeyValue(EtcdKeyValue kv, StoreKey key) =>
        new(key, kv.Value.Memory, kv.CreateRevision, kv.ModRevision, kv.Version, kv.Lease);

    public static KeyValue? ToKeyValue(EtcdKeyValue? kv, KeySpace space) =>
        kv is not null && space.TryFromEtcd(kv.Key, out var key) ? ToKeyValue(kv, key) : null;

    public static List<KeyValue> ToKeyValues(IEnumerable<EtcdKeyValue> kvs, KeySpace space)
    {
        var items = new List<KeyValue>();
        foreach (var kv in kvs)
            if (ToKeyValue(kv, space) is { } item) items.Add(item);
        return items;
    }

    public static TxnRequest ToTxn(Transaction transaction, KeySpace space)
    {
        TxnRequest txn = new();
        foreach (var compare in transaction.Compares) txn.Compare.Add(ToCompare(compare, space));
        foreach (var operation in transaction.Success) txn.Success.Add(ToOperation(operation, space));
        foreach (var operation in transaction.Failure) txn.Failure.Add(ToOperation(operation, space));
        return txn;
    }

    public static TransactionResult ToResult(Transaction transaction, TxnResponse txn, KeySpace space) =>
        ToResult(transaction, txn, space, txn.Header.Revision);

    private static TransactionResult ToResult(Transaction transaction, TxnResponse txn, KeySpace space, long revision)
    {
        var operations = txn.Succeeded ? transaction.Success : transaction.Failure;
        var responses = new OperationResult[operations.Count];
        for (var i = 0; i < responses.Length; i++) responses[i] = ToResult(operations[i], txn.Responses[i], revision, space);
        return new TransactionResult(txn.Succeeded, revision, responses);
    }

    private static OperationResult ToResult(Operation operation, ResponseOp response, long revision, KeySpace space)
    {
        switch (operation)
        {
            case Operation.Put put:
                var previous = ToKeyValue(response.ResponsePut.PrevKv, space);
                var written = new KeyValue(
                    put.Key, put.KeepValue ? previous!.Value : put.Value, previous?.CreateRevision ?? revision, revision,
                    (previous?.Version ?? 0) + 1, put.KeepLease ? previous!.LeaseId : put.LeaseId);
                return new OperationResult.Put(written, previous);
            case Operation.Delete:
                return new OperationResult.Delete(ToKeyValues(response.ResponseDeleteRange.PrevKvs, space));
            case Operation.Get:
                return new OperationResult.Get(ToKeyValue(response.ResponseRange.Kvs.FirstOrDefault(), space));
            case Operation.Nested nested:
                var within = ToResult(nested.Transaction, response.ResponseTxn, space, revision);
                return new OperationResult.Nested(within);
            default:
                var read = response.ResponseRange;
                return new OperationResult.Read(new RangeResult(ToKeyValues(read.Kvs, space), read.Count, read.More, revision));
        }
    }

    private static RequestOp ToOperation(Operation operation, KeySpace space)
    {
        switch (operation)
        {
            case Operation.Put put:
                return new RequestOp
                {
                    RequestPut = new PutRequest
                    {
                        Key = space.ToEtcd(put.Key),
                        Value = UnsafeByteOperations.UnsafeWrap(put.Value),
                        Lease = put.LeaseId,
                        PrevKv = true,
                        IgnoreValue = put.KeepValue,
                        IgnoreLease = put.KeepLease,
                    },
                };
            case Operation.Delete delete:
                var (key, end) = Ours(delete.Range, space);
                return new RequestOp { RequestDeleteRange = new DeleteRangeRequest { Key = key, RangeEnd = end, PrevKv = true } };
            case Operation.Get get:
                return new RequestOp { RequestRange = new RangeRequest { Key = space.ToEtcd(get.Key) } };
            case Operation.Read read:
                var (from, to) = Ours(read.Range, space);
                return new RequestOp
                {
                    RequestRange = new RangeRequest
                    {
                        Key = from,
                        RangeEnd = to,
                        Revision = read.Options.Revision,
                        Limit = read.Options.Limit,
                        CountOnly = read.Options.CountOnly,
                        KeysOnly = read.Options.KeysOnly,
                    },
                };
            case Operation.Nested nested:
                return new RequestOp { RequestTxn = ToTxn(nested.Transaction, space) };
            default:
                throw new InvalidOperationException($"An operation of an unknown kind: {operation.GetType()}");
        }
    }

    private static (ByteString Key, ByteString End) Ours(KeyRange range, KeySpace space) =>
        space.ToEtcd(range) ?? throw new ArgumentException($"the range has none of the store's keys: {range}");

    private static EtcdCompare ToCompare(Compare compare, KeySpace space)
    {
        var (key, end) = compare.Range.IsSingle ? (space.ToEtcd(compare.Range.Start), ByteString.Empty) : Ours(compare.Range, space);
        EtcdCompare words = new()
        {
            Key = key,
            RangeEnd = end,
            Result = compare.Operator switch
            {
                CompareOperator.Equal => EtcdCompare.Types.CompareResult.Equal,
                CompareOperator.Greater => EtcdCompare.Types.CompareResult.Greater,
                CompareOperator.Less => EtcdCompare.Types.CompareResult.Less,
                _ => EtcdCompare.Types.CompareResult.NotEqual,
            },
        };
        switch (compare.Target)
        {
            case CompareTarget.Version:
                words.Target = EtcdCompare.Types.CompareTarget.Version;
                words.Version = compare.Number;
                break;
            case CompareTarget.CreateRevision:
                words.Target = EtcdCompare.Types.CompareTarget.Create;
                words.CreateRevision = compare.Number;
                break;
            case CompareTarget.ModRevision:
                words.Target = EtcdCompare.Types.CompareTarget.Mod;
                words.ModRevision = compare.Number;
                break;
            case CompareTarget.Lease:
                words.Target = EtcdCompare.Types.CompareTarget.Lease;
                words.Lease = compare.Number;
                break;
            default:
                words.Target = EtcdCompare.Types.CompareTarget.Value;
                words.Value = UnsafeByteOperations.UnsafeWrap(compare.Value);
                break;
        }
        return words;
    }
}
