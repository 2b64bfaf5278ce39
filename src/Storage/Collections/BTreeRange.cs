using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Kybernet.Storage.Collections;

/// <summary>A part of a snapshot, to be enumerated in key order any number of times. <c>foreach</c> allocates nothing.</summary>
[SuppressMessage("Design", "CA1815", Justification = "A recipe for an enumeration has no equality.")]
public readonly struct BTreeRange<TKey, TValue> : IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : IComparable<TKey>
{
    private readonly BTreeNode<TKey, TValue> _root;
    private readonly bool _hasStart;
    private readonly TKey _start;
    private readonly bool _hasEnd;
    private readonly TKey _end;

    internal BTreeRange(BTreeNode<TKey, TValue> root, bool hasStart, TKey start, bool hasEnd, TKey end)
    {
        _root = root;
        _hasStart = hasStart;
        _start = start;
        _hasEnd = hasEnd;
        _end = end;
    }

    /// <summary>Begins at the first key.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// Walks leaf by leaf; from the end of one it finds the next from the root, by the bound it passed on the way down. So it needs no
    /// stack, and a leaf costs one descent for up to 32 items.
    /// </summary>
    public struct Enumerator : IEnumerator<KeyValuePair<TKey, TValue>>
    {
        private readonly BTreeRange<TKey, TValue> _range;
        private BTreeNode<TKey, TValue> _leaf;
        private int _slot;
        private bool _hasNextLeaf;
        private TKey _nextLeaf;

        internal Enumerator(BTreeRange<TKey, TValue> range)
        {
            _range = range;
            _nextLeaf = default!;
            _leaf = range._root;
            Descend(range._hasStart, range._start);
            _slot = range._hasStart ? _leaf.LowerBound(range._start, out _) - 1 : -1;
        }

        /// <inheritdoc/>
        public readonly KeyValuePair<TKey, TValue> Current => new(_leaf.Key(_slot), _leaf.Value(_slot));

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext()
        {
            while (++_slot >= _leaf.Slots)
            {
                if (!_hasNextLeaf) return false;
                Descend(hasKey: true, _nextLeaf);
                _slot = -1;
            }
            return !_range._hasEnd || _leaf.Key(_slot).CompareTo(_range._end) < 0;
        }

        /// <summary>Not supported: enumerate the range again.</summary>
        public readonly void Reset() => throw new NotSupportedException();

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }

        private void Descend(bool hasKey, TKey key)
        {
            var node = _range._root;
            _hasNextLeaf = false;
            while (!node.IsLeaf)
            {
                var at = hasKey ? node.ChildSlot(key) : 0;
                if (at + 1 < node.Slots)
                {
                    _hasNextLeaf = true;
                    _nextLeaf = node.Key(at + 1);
                }
                node = node.Child(at);
            }
            _leaf = node;
        }
    }
}
