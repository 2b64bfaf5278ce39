using Google.Protobuf;
using Kybernet.Storage.Etcd.Protocol;

namespace Kybernet.Storage.Serving;

/// <summary>etcd's words in the store's, and the other way round.</summary>
internal static class ServedWords
{
    /// <summary>The keys that a request names: one, or those before an end, of which a single zero byte is none.</summary>
    /// <exception cref="Kybernet.Wire.Grpc.GrpcException">There is no key.</exception>
    public static KeyRange ToRange(ByteString key, ByteString end)
    {
        if (key.IsEmpty) throw EtcdError.EmptyKey;
        var start = StoreKey.FromBytes(key.Span);
        if (end.IsEmpty) return KeyRange.Single(start);
        if (end.Length == 1 && end[0] == 0) return KeyRange.From(start);
        var last = StoreKey.FromBytes(end.Span);
        // An end before the start: no key.
        return new KeyRange(start, last < start ? start : last);
    }

    public static EtcdKeyValue ToEtcd(KeyValue item) => new()
    {
        Key = UnsafeByteOperations.UnsafeWrap(item.Key.Memory),
        Value = UnsafeByteOperations.UnsafeWrap(item.Value),
        CreateRevision = item.CreateRevision,
        ModRevision = item.ModRevision,
        Version = item.Version,
        Lease = item.LeaseId,
    };

    public static EtcdEvent ToEtcd(StoreEvent change, bool withPrevious)
    {
        EtcdEvent words = new()
        {
            Type = change.Kind == StoreEventKind.Put ? EtcdEvent.Types.EventType.Put : EtcdEvent.Types.EventType.Delete,
            Kv = ToEtcd(change.KeyValue),
        };
        if (withPrevious && change.Previous is { } previous) words.PrevKv = ToEtcd(previous);
        return words;
    }

    public static Compare ToCompare(EtcdCompare words)
    {
        var range = ToRange(words.Key, words.RangeEnd);
        var comparison = words.Result switch
        {
            EtcdCompare.Types.CompareResult.Equal => CompareOperator.Equal,
            EtcdCompare.Types.CompareResult.Greater => CompareOperator.Greater,
            EtcdCompare.Types.CompareResult.Less => CompareOperator.Less,
            _ => CompareOperator.NotEqual,
        };
        return words.Target switch
        {
            EtcdCompare.Types.CompareTarget.Version => Compare.Of(range, CompareTarget.Version, comparison, words.Version),
            EtcdCompare.Types.CompareTarget.Create => Compare.Of(range, CompareTarget.CreateRevision, comparison, words.CreateRevision),
            EtcdCompare.Types.CompareTarget.Mod => Compare.Of(range, CompareTarget.ModRevision, comparison, words.ModRevision),
            EtcdCompare.Types.CompareTarget.Lease => Compare.Of(range, CompareTarget.Lease, comparison, words.Lease),
            _ => Compare.OfValue(range, comparison, words.Value.Memory),
        };
    }
}
