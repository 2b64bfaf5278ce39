namespace Kybernet.Storage.Collections;

/// <summary>Reads a tree of store keys by <see cref="KeyRange"/>.</summary>
internal static class StoreKeyTree
{
    public static BTreeRange<StoreKey, TValue> Enumerate<TValue>(this BTreeSnapshot<StoreKey, TValue> tree, KeyRange range) =>
        range.End.IsEmpty ? tree.From(range.Start) : tree.Between(range.Start, range.End);

    public static int Count<TValue>(this BTreeSnapshot<StoreKey, TValue> tree, KeyRange range)
    {
        var end = range.End.IsEmpty ? tree.Count : tree.Rank(range.End);
        return Math.Max(0, end - tree.Rank(range.Start));
    }
}
