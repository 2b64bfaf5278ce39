using Kybernet.Storage.Etcd.Protocol;
using SortOrder = Kybernet.Storage.Etcd.Protocol.RangeRequest.Types.SortOrder;
using SortTarget = Kybernet.Storage.Etcd.Protocol.RangeRequest.Types.SortTarget;

namespace Kybernet.Storage.Serving;

/// <summary>
/// What of a range is answered: the bounds of revisions, then the order, then the limit, as etcd does it. What a store does itself
/// (a limit in key order) is left to it.
/// </summary>
internal static class RangeSelection
{
    /// <summary>What to ask the store for.</summary>
    public static RangeOptions Options(RangeRequest request) => new()
    {
        Revision = Math.Max(0, request.Revision),
        Limit = NeedsAll(request) ? 0 : LimitOf(request),
        CountOnly = request.CountOnly,
        KeysOnly = request.KeysOnly && request.SortTarget != SortTarget.Value,
    };

    /// <exception cref="Kybernet.Wire.Grpc.GrpcException">The order is none that there is.</exception>
    public static void Check(RangeRequest request)
    {
        if (!Enum.IsDefined(request.SortOrder) || !Enum.IsDefined(request.SortTarget)) throw EtcdError.InvalidSortOption;
    }

    /// <summary>The answer.</summary>
    public static RangeResponse Select(RangeRequest request, RangeResult found, ResponseHeader header)
    {
        RangeResponse response = new() { Header = header, Count = found.Count, More = found.More };
        var items = found.Items;
        if (NeedsAll(request))
        {
            items = Sort([.. items.Where(item => IsWithin(request, item))], request);
            response.More = LimitOf(request) is > 0 and var limit && items.Count > limit;
            if (response.More) items = [.. items.Take(LimitOf(request))];
        }
        foreach (var item in items)
        {
            var words = ServedWords.ToEtcd(item);
            if (request.KeysOnly) words.Value = Google.Protobuf.ByteString.Empty;
            response.Kvs.Add(words);
        }
        return response;
    }

    private static bool NeedsAll(RangeRequest request) =>
        OrderOf(request) is SortOrder.Descend || (OrderOf(request) is SortOrder.Ascend && request.SortTarget != SortTarget.Key)
        || request.MinModRevision != 0 || request.MaxModRevision != 0 || request.MinCreateRevision != 0 || request.MaxCreateRevision != 0;

    // Who names what to sort by, but no order, wants the smallest first.
    private static SortOrder OrderOf(RangeRequest request) =>
        request is { SortOrder: SortOrder.None, SortTarget: not SortTarget.Key } ? SortOrder.Ascend : request.SortOrder;

    private static int LimitOf(RangeRequest request) => (int)Math.Clamp(request.Limit, 0, int.MaxValue);

    private static bool IsWithin(RangeRequest request, KeyValue item) =>
        (request.MinModRevision == 0 || item.ModRevision >= request.MinModRevision)
        && (request.MaxModRevision == 0 || item.ModRevision <= request.MaxModRevision)
        && (request.MinCreateRevision == 0 || item.CreateRevision >= request.MinCreateRevision)
        && (request.MaxCreateRevision == 0 || item.CreateRevision <= request.MaxCreateRevision);

    private static List<KeyValue> Sort(List<KeyValue> items, RangeRequest request)
    {
        Comparison<KeyValue> order = request.SortTarget switch
        {
            SortTarget.Version => static (a, b) => a.Version.CompareTo(b.Version),
            SortTarget.Create => static (a, b) => a.CreateRevision.CompareTo(b.CreateRevision),
            SortTarget.Mod => static (a, b) => a.ModRevision.CompareTo(b.ModRevision),
            SortTarget.Value => static (a, b) => a.Value.Span.SequenceCompareTo(b.Value.Span),
            _ => static (a, b) => a.Key.CompareTo(b.Key),
        };
        return OrderOf(request) switch
        {
            SortOrder.Ascend => [.. items.Order(Comparer<KeyValue>.Create(order))],
            SortOrder.Descend => [.. items.OrderDescending(Comparer<KeyValue>.Create(order))],
            _ => items,
        };
    }
}
