using System.Collections;

namespace Kybernet.Api.Json;

/// <summary>
/// A mutable JSON object that keeps the order in which fields came; refuses changes once frozen. A few fields are searched
/// in line, many through an index. Reading never changes it, so a frozen one may be read by many threads.
/// </summary>
public sealed partial class JsonObject : IEnumerable<KeyValuePair<string, JsonValue>>
{
    private const int SearchedInLine = 8;

    // A removed field leaves a hole (name null) until half of the slots are holes.
    private string?[] _names;
    private JsonValue[] _values;
    private int _slots;
    private int _count;

    // Open addressing over the slots: entry = slot + 1, 0 = free. Null while fields are few.
    private int[]? _index;

    /// <summary>An empty object.</summary>
    public JsonObject()
    {
        _names = [];
        _values = [];
    }

    private JsonObject(JsonObject source)
    {
        _names = source._names.AsSpan(0, source._slots).ToArray();
        _values = source._values.AsSpan(0, source._slots).ToArray();
        _slots = source._slots;
        _count = source._count;
        _index = (int[]?)source._index?.Clone();
    }

    /// <summary>How many fields there are.</summary>
    public int Count => _count;

    /// <summary>Whether changes throw.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>The field's value; null (JSON) where there is no such field. Setting appends or replaces in place.</summary>
    public JsonValue this[string name]
    {
        get => Find(name) is >= 0 and var slot ? _values[slot] : default;
        set
        {
            ThrowIfFrozen();
            if (Find(name) is >= 0 and var slot) _values[slot] = value;
            else Append(name, value);
        }
    }

    /// <summary>Whether there is such a field, be its value null.</summary>
    public bool Contains(string name) => Find(name) >= 0;

    /// <summary>The field's value, if there is such a field.</summary>
    public bool TryGet(string name, out JsonValue value)
    {
        var slot = Find(name);
        value = slot >= 0 ? _values[slot] : default;
        return slot >= 0;
    }

    /// <summary>Takes the field out.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(string name)
    {
        ThrowIfFrozen();
        var slot = Find(name);
        if (slot < 0) return false;
        _names[slot] = null;
        _values[slot] = default;
        _count--;
        if (_index is null || _slots > 2 * _count) Compact();
        return true;
    }

    /// <summary>
    /// The value at the end of <paramref name="path"/> through nested objects; null (JSON) where the path ends early.
    /// </summary>
    public JsonValue Get(params ReadOnlySpan<string> path)
    {
        JsonValue at = this;
        foreach (var name in path) at = at.ObjectOrNull is { } o ? o[name] : default;
        return at;
    }

    /// <summary>Puts <paramref name="value"/> at the end of <paramref name="path"/>, making the objects on the way.</summary>
    /// <exception cref="InvalidOperationException">Something else is in the way, or this is frozen.</exception>
    public void Set(JsonValue value, params ReadOnlySpan<string> path)
    {
        var at = this;
        foreach (var name in path[..^1])
        {
            if (at[name].IsNull) at[name] = new JsonObject();
            at = at[name].AsObject();
        }

        at[path[^1]] = value;
    }

    /// <summary>A deep copy; strings are shared. The copy is not frozen.</summary>
    public JsonObject Clone() => Clone(0);

    /// <summary>Forbids changes to the whole tree.</summary>
    public void Freeze() => Freeze(0);

    /// <summary>Walks the fields in their order without allocating.</summary>
    public Enumerator GetEnumerator() => new(this);

    IEnumerator<KeyValuePair<string, JsonValue>> IEnumerable<KeyValuePair<string, JsonValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal JsonObject Clone(int depth)
    {
        JsonObject copy = new(this);
        foreach (ref var value in copy._values.AsSpan()) value = value.Clone(depth);
        return copy;
    }

    internal void Freeze(int depth)
    {
        if (IsFrozen) return;
        foreach (ref readonly var value in _values.AsSpan(0, _slots)) value.Freeze(depth);
        IsFrozen = true;
    }

    internal bool Equals(JsonObject other, int depth)
    {
        if (_count != other._count) return false;
        foreach (var (name, value) in this)
        {
            if (!other.TryGet(name, out var theirs) || !value.Equals(theirs, depth)) return false;
        }

        return true;
    }

    /// <summary>Walks the fields of an object. Do not change the object meanwhile.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<string, JsonValue>>
    {
        private readonly JsonObject _object;
        private int _slot = -1;

        internal Enumerator(JsonObject o) => _object = o;

        /// <inheritdoc/>
        public readonly KeyValuePair<string, JsonValue> Current => new(_object._names[_slot]!, _object._values[_slot]);

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext()
        {
            do _slot++; while (_slot < _object._slots && _object._names[_slot] is null);
            return _slot < _object._slots;
        }

        /// <inheritdoc/>
        public void Reset() => _slot = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
