using System.Diagnostics.CodeAnalysis;

namespace Kybernet.Storage.Collections;

/// <summary>
/// A sorted map whose <see cref="Snapshot"/> takes constant time: the snapshot shares the tree's nodes, and the tree copies a node
/// before it changes it for the first time after a snapshot. One thread at a time changes the tree; snapshots are immutable and may
/// be read by any thread.
/// </summary>
public sealed class CopyOnWriteBTree<TKey, TValue>
    where TKey : IComparable<TKey>
{
    /// <summary>Nodes with this token have been made since the last snapshot: no snapshot has them.</summary>
    private object _owner = new();
    private BTreeNode<TKey, TValue> _root;
    private BTreeSnapshot<TKey, TValue>? _snapshot;

    /// <summary>An empty tree.</summary>
    public CopyOnWriteBTree() => _root = new BTreeNode<TKey, TValue>(_owner, isLeaf: true);

    /// <summary>A tree that starts as <paramref name="snapshot"/>.</summary>
    public CopyOnWriteBTree(BTreeSnapshot<TKey, TValue> snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        _snapshot = snapshot;
        _root = snapshot.Root;
    }

    /// <summary>The number of keys.</summary>
    public int Count => _root.Total;

    /// <summary>The tree as it is now, for good.</summary>
    public BTreeSnapshot<TKey, TValue> Snapshot()
    {
        if (_snapshot is not null) return _snapshot;
        _owner = new object();
        return _snapshot = new BTreeSnapshot<TKey, TValue>(_root);
    }

    /// <summary>Looks a key up.</summary>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) =>
        BTreeSnapshot<TKey, TValue>.TryGetValue(_root, key, out value);

    /// <summary>Adds a key, or replaces its value. Returns whether the key is new.</summary>
    public bool Set(TKey key, TValue value)
    {
        _snapshot = null;
        _root = Owned(_root);
        if (_root.IsFull)
        {
            var grown = new BTreeNode<TKey, TValue>(_owner, isLeaf: false) { Total = _root.Total };
            grown.InsertChild(0, _root.Key(0), _root);
            _root = grown;
            SplitChild(_root, 0);
        }
        return Set(_root, key, value);
    }

    /// <summary>Removes a key. Returns whether it was there.</summary>
    public bool Remove(TKey key)
    {
        if (!TryGetValue(key, out _)) return false;
        _snapshot = null;
        _root = Owned(_root);
        Remove(_root, key);
        while (!_root.IsLeaf && _root.Slots == 1) _root = _root.Child(0);
        return true;
    }

    /// <summary>Adds below a node that is ours and not full; full children are split on the way down.</summary>
    private bool Set(BTreeNode<TKey, TValue> node, TKey key, TValue value)
    {
        if (node.IsLeaf)
        {
            var slot = node.LowerBound(key, out var found);
            if (found) node.Value(slot) = value;
            else node.InsertValue(slot, key, value);
            return !found;
        }

        var at = node.ChildSlot(key);
        if (OwnedChild(node, at).IsFull)
        {
            SplitChild(node, at);
            at = node.ChildSlot(key);
        }
        var added = Set(node.Child(at), key, value);
        if (added) node.Total++;
        return added;
    }

    /// <summary>Removes a key that is there below a node that is ours; children that become too small are filled up after.</summary>
    private void Remove(BTreeNode<TKey, TValue> node, TKey key)
    {
        node.Total--;
        if (node.IsLeaf)
        {
            node.RemoveSlots(node.LowerBound(key, out _), 1);
            return;
        }

        var at = node.ChildSlot(key);
        var child = OwnedChild(node, at);
        Remove(child, key);
        if (child.Slots < BTreeNode<TKey, TValue>.Minimum && node.Slots > 1) Fill(node, at);
    }

    private void SplitChild(BTreeNode<TKey, TValue> parent, int at)
    {
        var left = parent.Child(at);
        var right = new BTreeNode<TKey, TValue>(_owner, left.IsLeaf);
        var half = left.Slots / 2;
        right.Take(left, half, left.Slots - half, 0);
        parent.InsertChild(at + 1, right.Key(0), right);
    }

    /// <summary>Merges a child that is too small with a neighbour, or evens the two out.</summary>
    private void Fill(BTreeNode<TKey, TValue> parent, int at)
    {
        var leftSlot = at > 0 ? at - 1 : 0;
        var left = OwnedChild(parent, leftSlot);
        var right = OwnedChild(parent, leftSlot + 1);
        right.SetFirstKey(parent.Key(leftSlot + 1));
        if (left.Slots + right.Slots <= BTreeNode<TKey, TValue>.Capacity)
        {
            left.Take(right, 0, right.Slots, left.Slots);
            parent.RemoveSlots(leftSlot + 1, 1);
            return;
        }

        var surplus = (left.Slots - right.Slots) / 2;
        if (surplus > 0) right.Take(left, left.Slots - surplus, surplus, 0);
        else left.Take(right, 0, -surplus, left.Slots);
        parent.SetKey(leftSlot + 1, right.Key(0));
    }

    private BTreeNode<TKey, TValue> Owned(BTreeNode<TKey, TValue> node) =>
        ReferenceEquals(node.Owner, _owner) ? node : node.CopyFor(_owner);

    private BTreeNode<TKey, TValue> OwnedChild(BTreeNode<TKey, TValue> parent, int slot) =>
        parent.Child(slot) = Owned(parent.Child(slot));
}
