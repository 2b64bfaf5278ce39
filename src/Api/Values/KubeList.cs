using System.Collections;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Kybernet.Api;

/// <summary>
/// A list field of an API object. It knows Go's difference between a nil slice (encoded as null where the field is always
/// written) and an empty one, and it can be frozen: then every change throws <see cref="InvalidOperationException"/>.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
[CollectionBuilder(typeof(KubeList), nameof(KubeList.Create))]
[DebuggerDisplay("Count = {Count}")]
public sealed class KubeList<T> : IList<T>, IReadOnlyList<T>
{
    private T[] _items;
    private int _count;

    /// <summary>An empty list that is not nil.</summary>
    public KubeList() => _items = [];

    /// <summary>An empty list with room for <paramref name="capacity"/> elements.</summary>
    public KubeList(int capacity) => _items = capacity == 0 ? [] : new T[capacity];

    /// <summary>A copy of <paramref name="items"/>.</summary>
    public KubeList(ReadOnlySpan<T> items)
    {
        _items = items.ToArray();
        _count = items.Length;
    }

    /// <summary>A copy of <paramref name="items"/>.</summary>
    public KubeList(IEnumerable<T> items)
    {
        _items = [.. items];
        _count = _items.Length;
    }

    /// <summary>The shared frozen nil list.</summary>
    public static KubeList<T> Nil { get; } = new() { IsNil = true, IsFrozen = true };

    /// <summary>A list that is nil until something is added to it; what a property getter makes on first touch.</summary>
    public static KubeList<T> CreateNil() => new() { IsNil = true };

    /// <summary>Whether this stands for a nil slice: never assigned, never added to.</summary>
    public bool IsNil { get; private set; }

    /// <summary>Whether changes throw.</summary>
    public bool IsFrozen { get; private set; }

    /// <inheritdoc cref="ICollection{T}.Count"/>
    public int Count => _count;

    bool ICollection<T>.IsReadOnly => IsFrozen;

    /// <summary>The element at <paramref name="index"/>.</summary>
    public T this[int index]
    {
        get => AsSpan()[index];
        set
        {
            ThrowIfFrozen();
            _items.AsSpan(0, _count)[index] = value;
        }
    }

    /// <summary>The elements, until the next change.</summary>
    public ReadOnlySpan<T> AsSpan() => _items.AsSpan(0, _count);

    /// <summary>Forbids changes to the list itself; elements are the caller's to freeze.</summary>
    public void Freeze() => IsFrozen = true;

    /// <inheritdoc/>
    public void Add(T item)
    {
        BeforeChange(_count + 1);
        _items[_count++] = item;
    }

    /// <summary>Appends all of <paramref name="items"/>.</summary>
    public void AddRange(ReadOnlySpan<T> items)
    {
        BeforeChange(_count + items.Length);
        items.CopyTo(_items.AsSpan(_count));
        _count += items.Length;
    }

    /// <summary>Appends all of <paramref name="items"/>.</summary>
    public void AddRange(IEnumerable<T> items)
    {
        foreach (var item in items) Add(item);
    }

    /// <inheritdoc/>
    public void Insert(int index, T item)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)index, (uint)_count, nameof(index));
        BeforeChange(_count + 1);
        _items.AsSpan(index, _count - index).CopyTo(_items.AsSpan(index + 1));
        _items[index] = item;
        _count++;
    }

    /// <inheritdoc/>
    public void RemoveAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count, nameof(index));
        ThrowIfFrozen();
        _items.AsSpan(index + 1, _count - index - 1).CopyTo(_items.AsSpan(index));
        _items[--_count] = default!;
    }

    /// <inheritdoc/>
    public bool Remove(T item)
    {
        var index = IndexOf(item);
        if (index >= 0) RemoveAt(index);
        return index >= 0;
    }

    /// <summary>Removes every element that <paramref name="match"/> accepts.</summary>
    /// <returns>How many were removed.</returns>
    public int RemoveAll(Predicate<T> match)
    {
        ThrowIfFrozen();
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (!match(_items[i])) _items[kept++] = _items[i];
        }

        var removed = _count - kept;
        _items.AsSpan(kept, removed).Clear();
        _count = kept;
        return removed;
    }

    /// <inheritdoc/>
    public void Clear()
    {
        ThrowIfFrozen();
        _items.AsSpan(0, _count).Clear();
        _count = 0;
    }

    /// <inheritdoc/>
    public int IndexOf(T item) => Array.IndexOf(_items, item, 0, _count);

    /// <inheritdoc/>
    public bool Contains(T item) => IndexOf(item) >= 0;

    /// <inheritdoc/>
    public void CopyTo(T[] array, int arrayIndex) => AsSpan().CopyTo(array.AsSpan(arrayIndex));

    /// <summary>Whether both hold equal elements, structs by content, in the same order; nil and empty are alike, as they are to upstream.</summary>
    public bool ContentEquals(KubeList<T>? other) => StructFieldOps.Same(this, other);

    /// <summary>Walks the elements without allocating.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void ThrowIfFrozen()
    {
        if (IsFrozen) FrozenObject.Throw();
    }

    private void BeforeChange(int count)
    {
        ThrowIfFrozen();
        IsNil = false;
        if (count > _items.Length) Array.Resize(ref _items, Math.Max(count, Math.Max(4, _items.Length * 2)));
    }

    /// <summary>Walks a list. A list that is changed meanwhile is walked as far as it then goes.</summary>
    public struct Enumerator : IEnumerator<T>
    {
        private readonly KubeList<T> _list;
        private int _index = -1;

        internal Enumerator(KubeList<T> list) => _list = list;

        /// <inheritdoc/>
        public readonly T Current => _list._items[_index];

        readonly object? IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++_index < _list._count;

        /// <inheritdoc/>
        public void Reset() => _index = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}

/// <summary>Builds lists for collection expressions.</summary>
public static class KubeList
{
    /// <summary>A list of <paramref name="items"/>.</summary>
    public static KubeList<T> Create<T>(ReadOnlySpan<T> items) => new(items);
}
