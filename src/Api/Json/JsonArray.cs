using System.Collections;
using System.Runtime.CompilerServices;

namespace Kybernet.Api.Json;

/// <summary>A mutable JSON array; refuses changes once frozen.</summary>
[CollectionBuilder(typeof(JsonArrayBuilder), nameof(JsonArrayBuilder.Create))]
public sealed class JsonArray : IReadOnlyList<JsonValue>
{
    private JsonValue[] _items;
    private int _count;

    /// <summary>An empty array.</summary>
    public JsonArray() => _items = [];

    /// <summary>A copy of <paramref name="items"/>; the trees below are shared.</summary>
    public JsonArray(ReadOnlySpan<JsonValue> items)
    {
        _items = items.ToArray();
        _count = items.Length;
    }

    /// <summary>A copy of <paramref name="items"/>; the trees below are shared.</summary>
    public JsonArray(IEnumerable<JsonValue> items) : this([.. items])
    {
    }

    private JsonArray(JsonValue[] items)
    {
        _items = items;
        _count = items.Length;
    }

    /// <inheritdoc/>
    public int Count => _count;

    /// <summary>Whether changes throw.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>The element at <paramref name="index"/>.</summary>
    public JsonValue this[int index]
    {
        get => AsSpan()[index];
        set
        {
            ThrowIfFrozen();
            _items.AsSpan(0, _count)[index] = value;
        }
    }

    /// <summary>The elements, until the next change.</summary>
    public ReadOnlySpan<JsonValue> AsSpan() => _items.AsSpan(0, _count);

    /// <summary>Appends.</summary>
    public void Add(JsonValue value) => Insert(_count, value);

    /// <summary>Puts <paramref name="value"/> before the element at <paramref name="index"/>; the count is the end.</summary>
    public void Insert(int index, JsonValue value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)index, (uint)_count, nameof(index));
        ThrowIfFrozen();
        if (_count == _items.Length) Array.Resize(ref _items, Math.Max(4, _count * 2));
        _items.AsSpan(index, _count - index).CopyTo(_items.AsSpan(index + 1));
        _items[index] = value;
        _count++;
    }

    /// <summary>Takes out the element at <paramref name="index"/>.</summary>
    public void RemoveAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_count, nameof(index));
        ThrowIfFrozen();
        _items.AsSpan(index + 1, _count - index - 1).CopyTo(_items.AsSpan(index));
        _items[--_count] = default;
    }

    /// <summary>Walks the elements without allocating.</summary>
    public ReadOnlySpan<JsonValue>.Enumerator GetEnumerator() => AsSpan().GetEnumerator();

    IEnumerator<JsonValue> IEnumerable<JsonValue>.GetEnumerator() => ((IEnumerable<JsonValue>)new ArraySegment<JsonValue>(_items, 0, _count)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<JsonValue>)this).GetEnumerator();

    internal JsonArray Clone(int depth)
    {
        var items = AsSpan().ToArray();
        foreach (ref var item in items.AsSpan()) item = item.Clone(depth);
        return new JsonArray(items);
    }

    internal void Freeze(int depth)
    {
        if (IsFrozen) return;
        foreach (ref readonly var item in AsSpan()) item.Freeze(depth);
        IsFrozen = true;
    }

    internal bool Equals(JsonArray other, int depth)
    {
        if (_count != other._count) return false;
        for (var i = 0; i < _count; i++)
        {
            if (!_items[i].Equals(other._items[i], depth)) return false;
        }

        return true;
    }

    private void ThrowIfFrozen()
    {
        if (IsFrozen) FrozenObject.Throw();
    }
}

/// <summary>Builds arrays for collection expressions.</summary>
public static class JsonArrayBuilder
{
    /// <summary>An array of <paramref name="items"/>.</summary>
    public static JsonArray Create(ReadOnlySpan<JsonValue> items) => new(items);
}
