using System.Diagnostics.CodeAnalysis;

namespace Kybernet.Storage.Collections;

/// <summary>A <see cref="CopyOnWriteBTree{TKey,TValue}"/> at one moment: immutable, readable by any thread.</summary>
public sealed class BTreeSnapshot<TKey, TValue>
    where TKey : IComparable<TKey>
{
    internal BTreeSnapshot(BTreeNode<TKey, TValue> root) => Root = root;

    internal BTreeNode<TKey, TValue> Root { get; }

    /// <summary>The number of keys.</summary>
    public int Count => Root.Total;

    /// <summary>Looks a key up.</summary>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => TryGetValue(Root, key, out value);

    /// <summary>Everything, in key order.</summary>
    public BTreeRange<TKey, TValue> All => new(Root, hasStart: false, default!, hasEnd: false, default!);

    /// <summary>Everything from <paramref name="start"/> (included) on, in key order.</summary>
    public BTreeRange<TKey, TValue> From(TKey start) => new(Root, hasStart: true, start, hasEnd: false, default!);

    /// <summary>Everything from <paramref name="start"/> (included) to <paramref name="end"/> (excluded), in key order.</summary>
    public BTreeRange<TKey, TValue> Between(TKey start, TKey end) => new(Root, hasStart: true, start, hasEnd: true, end);

    /// <summary>How many keys are smaller than <paramref name="key"/>. Takes logarithmic time.</summary>
    public int Rank(TKey key)
    {
        var node = Root;
        var rank = 0;
        while (!node.IsLeaf)
        {
            var at = node.ChildSlot(key);
            for (var slot = 0; slot < at; slot++) rank += node.Child(slot).Total;
            node = node.Child(at);
        }
        return rank + node.LowerBound(key, out _);
    }

    internal static bool TryGetValue(BTreeNode<TKey, TValue> node, TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        while (!node.IsLeaf) node = node.Child(node.ChildSlot(key));
        var slot = node.LowerBound(key, out var found);
        value = found ? node.Value(slot) : default;
        return found;
    }
}
