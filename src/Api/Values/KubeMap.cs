using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Kybernet.Api;

/// <summary>
/// A map field of an API object, sorted by key as upstream encodes maps. Two parallel arrays and binary search: small, and
/// quick for the few keys that labels and annotations have. Knows nil from empty and can be frozen, as <see cref="KubeList{T}"/>.
/// </summary>
/// <typeparam name="TValue">The value.</typeparam>
[DebuggerDisplay("Count = {Count}")]
public sealed partial class KubeMap<TValue> : IDictionary<string, TValue>, IReadOnlyDictionary<string, TValue>
{
    private string[] _keys;
    private TValue[] _values;
    private int _count;

    // Entries from here on came in out of order through the indexer and are merged in before the next look, so that
    // decoding a large map costs one sort and not a shift per key.
    private int _sorted;

    /// <summary>An empty map that is not nil.</summary>
    public KubeMap()
    {
        _keys = [];
        _values = [];
    }

    /// <summary>An empty map with room for <paramref name="capacity"/> entries.</summary>
    public KubeMap(int capacity)
    {
        _keys = capacity == 0 ? [] : new string[capacity];
        _values = capacity == 0 ? [] : new TValue[capacity];
    }

    /// <summary>A copy of <paramref name="entries"/>; of equal keys the last counts.</summary>
    public KubeMap(IEnumerable<KeyValuePair<string, TValue>> entries) : this()
    {
        foreach (var (key, value) in entries) this[key] = value;
    }

    /// <summary>The shared frozen nil map.</summary>
    public static KubeMap<TValue> Nil { get; } = new() { IsNil = true, IsFrozen = true };

    /// <summary>A map that is nil until something is added to it; what a property getter makes on first touch.</summary>
    public static KubeMap<TValue> CreateNil() => new() { IsNil = true };

    /// <summary>Whether this stands for a nil map: never assigned, never added to.</summary>
    public bool IsNil { get; private set; }

    /// <summary>Whether changes throw.</summary>
    public bool IsFrozen { get; private set; }

    /// <inheritdoc cref="ICollection{T}.Count"/>
    public int Count
    {
        get
        {
            Settle();
            return _count;
        }
    }

    bool ICollection<KeyValuePair<string, TValue>>.IsReadOnly => IsFrozen;

    /// <summary>The keys in ordinal order, until the next change.</summary>
    public ReadOnlySpan<string> KeySpan
    {
        get
        {
            Settle();
            return _keys.AsSpan(0, _count);
        }
    }

    /// <summary>The values in the order of <see cref="KeySpan"/>, until the next change.</summary>
    public ReadOnlySpan<TValue> ValueSpan
    {
        get
        {
            Settle();
            return _values.AsSpan(0, _count);
        }
    }

    /// <summary>The value of <paramref name="key"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public TValue this[string key]
    {
        get => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"no key {GoQuote.Quote(key)}");
        set
        {
            ArgumentNullException.ThrowIfNull(key);
            BeforeChange();
            var inOrder = _sorted == _count && (_count == 0 || string.CompareOrdinal(_keys[_count - 1], key) < 0);
            if (!inOrder && _sorted == _count && Find(key) is >= 0 and var index)
            {
                _values[index] = value;
                return;
            }

            Append(key, value);
            if (inOrder) _sorted = _count;
        }
    }

    /// <summary>Forbids changes to the map itself; values are the caller's to freeze.</summary>
    public void Freeze()
    {
        if (IsFrozen) return;
        Settle();
        IsFrozen = true;
    }

    /// <inheritdoc cref="IDictionary{TKey,TValue}.TryGetValue"/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out TValue value)
    {
        var index = Find(key);
        value = index >= 0 ? _values[index] : default;
        return index >= 0;
    }

    /// <inheritdoc cref="IDictionary{TKey,TValue}.ContainsKey"/>
    public bool ContainsKey(string key) => Find(key) >= 0;

    /// <summary>The value of <paramref name="key"/>, or <paramref name="fallback"/>.</summary>
    [return: NotNullIfNotNull(nameof(fallback))]
    public TValue? GetValueOrDefault(string key, TValue? fallback = default) => TryGetValue(key, out var value) ? value : fallback;

    /// <inheritdoc/>
    public void Add(string key, TValue value)
    {
        if (ContainsKey(key)) throw new ArgumentException($"key {GoQuote.Quote(key)} is there already", nameof(key));
        this[key] = value;
    }

    /// <inheritdoc/>
    public bool Remove(string key)
    {
        var index = Find(key);
        if (IsFrozen) FrozenObject.Throw();
        if (index < 0) return false;
        _keys.AsSpan(index + 1, _count - index - 1).CopyTo(_keys.AsSpan(index));
        _values.AsSpan(index + 1, _count - index - 1).CopyTo(_values.AsSpan(index));
        _count--;
        _sorted = _count;
        _keys[_count] = null!;
        _values[_count] = default!;
        return true;
    }

    /// <inheritdoc/>
    public void Clear()
    {
        if (IsFrozen) FrozenObject.Throw();
        Array.Clear(_keys);
        Array.Clear(_values);
        _count = _sorted = 0;
    }

    /// <summary>Whether both hold equal entries; nil and empty are alike, as they are to upstream.</summary>
    public bool ContentEquals(KubeMap<TValue>? other) => other is null
        ? Count == 0
        : KeySpan.SequenceEqual(other.KeySpan) && ValueSpan.SequenceEqual(other.ValueSpan);

    /// <inheritdoc/>
    public ICollection<string> Keys => KeySpan.ToArray();

    /// <inheritdoc/>
    public ICollection<TValue> Values => ValueSpan.ToArray();

    IEnumerable<string> IReadOnlyDictionary<string, TValue>.Keys => Keys;

    IEnumerable<TValue> IReadOnlyDictionary<string, TValue>.Values => Values;

    void ICollection<KeyValuePair<string, TValue>>.Add(KeyValuePair<string, TValue> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, TValue>>.Contains(KeyValuePair<string, TValue> item) =>
        TryGetValue(item.Key, out var value) && EqualityComparer<TValue>.Default.Equals(value, item.Value);

    bool ICollection<KeyValuePair<string, TValue>>.Remove(KeyValuePair<string, TValue> item) =>
        ((ICollection<KeyValuePair<string, TValue>>)this).Contains(item) && Remove(item.Key);

    /// <inheritdoc/>
    public void CopyTo(KeyValuePair<string, TValue>[] array, int arrayIndex)
    {
        foreach (var entry in this) array[arrayIndex++] = entry;
    }

    /// <summary>Walks the entries in key order without allocating.</summary>
    public Enumerator GetEnumerator()
    {
        Settle();
        return new(this);
    }

    IEnumerator<KeyValuePair<string, TValue>> IEnumerable<KeyValuePair<string, TValue>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Walks a map in key order. A map that is changed meanwhile is walked as far as it then goes.</summary>
    public struct Enumerator : IEnumerator<KeyValuePair<string, TValue>>
    {
        private readonly KubeMap<TValue> _map;
        private int _index = -1;

        internal Enumerator(KubeMap<TValue> map) => _map = map;

        /// <inheritdoc/>
        public readonly KeyValuePair<string, TValue> Current => new(_map._keys[_index], _map._values[_index]);

        readonly object IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++_index < _map._count;

        /// <inheritdoc/>
        public void Reset() => _index = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
