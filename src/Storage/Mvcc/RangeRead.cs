using Kybernet.Storage.Collections;

namespace Kybernet.Storage.Mvcc;

/// <summary>Answers a range read from a state.</summary>
internal static class RangeRead
{
    public static RangeResult From(BTreeSnapshot<StoreKey, KeyValue> keys, KeyRange range, RangeOptions options, long storeRevision)
    {
        var count = keys.Count(range);
        if (options.CountOnly) return new RangeResult([], count, More: false, storeRevision);

        var wanted = options.Limit > 0 ? Math.Min(options.Limit, count) : count;
        var items = new KeyValue[wanted];
        var taken = 0;
        foreach (var (_, item) in keys.Enumerate(range))
        {
            if (taken == wanted) break;
            items[taken++] = options.KeysOnly ? item with { Value = default } : item;
        }
        return new RangeResult(items, count, More: wanted < count, storeRevision);
    }
}
