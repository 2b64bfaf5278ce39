namespace Kybernet.Storage.Collections;

/// <summary>
/// A node: sorted keys, and beside each key its value (in a leaf) or the child whose keys are not smaller (in an inner node, where
/// the first key is not looked at). A node may be changed only by the tree whose current <see cref="Owner"/> token it carries.
/// </summary>
internal sealed class BTreeNode<TKey, TValue>
    where TKey : IComparable<TKey>
{
    public const int Capacity = 32;
    public const int Minimum = Capacity / 4;

    private readonly TKey[] _keys = new TKey[Capacity];
    private readonly TValue[]? _values;
    private readonly BTreeNode<TKey, TValue>[]? _children;

    public BTreeNode(object owner, bool isLeaf)
    {
        Owner = owner;
        if (isLeaf) _values = new TValue[Capacity];
        else _children = new BTreeNode<TKey, TValue>[Capacity];
    }

    public object Owner { get; }

    public bool IsLeaf => _children is null;

    /// <summary>The number of slots in use.</summary>
    public int Slots { get; private set; }

    /// <summary>The number of values in the whole subtree.</summary>
    public int Total { get; set; }

    public bool IsFull => Slots == Capacity;

    public TKey Key(int slot) => _keys[slot];

    public ref TValue Value(int slot) => ref _values![slot];

    public ref BTreeNode<TKey, TValue> Child(int slot) => ref _children![slot];

    /// <summary>The first slot of a leaf whose key is not smaller than <paramref name="key"/>.</summary>
    public int LowerBound(TKey key, out bool found)
    {
        int low = 0, high = Slots;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var order = _keys[middle].CompareTo(key);
            if (order == 0)
            {
                found = true;
                return middle;
            }
            if (order < 0) low = middle + 1;
            else high = middle;
        }
        found = false;
        return low;
    }

    /// <summary>The slot of an inner node under which <paramref name="key"/> belongs.</summary>
    public int ChildSlot(TKey key)
    {
        int low = 1, high = Slots;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_keys[middle].CompareTo(key) <= 0) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }

    public BTreeNode<TKey, TValue> CopyFor(object owner)
    {
        var copy = new BTreeNode<TKey, TValue>(owner, IsLeaf);
        CopySlots(0, copy, 0, Slots);
        copy.Slots = Slots;
        copy.Total = Total;
        return copy;
    }

    public void InsertValue(int slot, TKey key, TValue value)
    {
        OpenGap(slot, 1);
        _keys[slot] = key;
        _values![slot] = value;
        Total++;
    }

    public void InsertChild(int slot, TKey key, BTreeNode<TKey, TValue> child)
    {
        OpenGap(slot, 1);
        _keys[slot] = key;
        _children![slot] = child;
    }

    /// <summary>Drops slots without touching <see cref="Total"/>.</summary>
    public void RemoveSlots(int slot, int count)
    {
        CopySlots(slot + count, this, slot, Slots - slot - count);
        Slots -= count;
        Array.Clear(_keys, Slots, count);
        if (IsLeaf) Array.Clear(_values!, Slots, count);
        else Array.Clear(_children!, Slots, count);
    }

    /// <summary>Moves <paramref name="count"/> slots from <paramref name="from"/> into a gap opened here, totals included.</summary>
    public void Take(BTreeNode<TKey, TValue> from, int fromSlot, int count, int slot)
    {
        OpenGap(slot, count);
        from.CopySlots(fromSlot, this, slot, count);
        var moved = IsLeaf ? count : _children.AsSpan(slot, count).Total();
        from.RemoveSlots(fromSlot, count);
        Total += moved;
        from.Total -= moved;
    }

    /// <summary>Sets the lower bound that the parent knows: an inner node's own first key is not kept up.</summary>
    public void SetFirstKey(TKey key)
    {
        if (!IsLeaf) _keys[0] = key;
    }

    public void SetKey(int slot, TKey key) => _keys[slot] = key;

    private void OpenGap(int slot, int count)
    {
        CopySlots(slot, this, slot + count, Slots - slot);
        Slots += count;
    }

    private void CopySlots(int slot, BTreeNode<TKey, TValue> target, int targetSlot, int count)
    {
        Array.Copy(_keys, slot, target._keys, targetSlot, count);
        if (IsLeaf) Array.Copy(_values!, slot, target._values!, targetSlot, count);
        else Array.Copy(_children!, slot, target._children!, targetSlot, count);
    }
}

file static class BTreeNodeSpan
{
    public static int Total<TKey, TValue>(this Span<BTreeNode<TKey, TValue>> nodes)
        where TKey : IComparable<TKey>
    {
        var total = 0;
        foreach (var node in nodes) total += node.Total;
        return total;
    }
}
