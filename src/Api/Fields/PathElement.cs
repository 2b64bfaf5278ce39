using System.Buffers;
using System.Text;
using Kybernet.Api.Json;

namespace Kybernet.Api.Fields;

/// <summary>
/// One step of the way from an object to one of its fields (upstream's fieldpath.PathElement): a field's name, an item of an
/// associative list by its keys, a value of a set, or an index.
/// </summary>
public readonly struct PathElement : IEquatable<PathElement>, IComparable<PathElement>
{
    // What strings mostly consist of, and JSON writes as it is.
    private static readonly SearchValues<char> WrittenAsIs =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./: ");

    private static readonly object ValueTag = new(), IndexTag = new();

    private readonly object _reference;
    private readonly JsonValue _value;

    private PathElement(object reference, JsonValue value = default) => (_reference, _value) = (reference, value);

    /// <summary>The name, if this is a field.</summary>
    public string? FieldName => _reference as string;

    /// <summary>Names and values of the keys, by name, if this is an item of an associative list.</summary>
    internal KeyField[]? Keys => _reference as KeyField[];

    private bool IsValue => ReferenceEquals(_reference, ValueTag);

    /// <summary>A field.</summary>
    public static PathElement Field(string name) => new(name);

    /// <summary>An item of an associative list.</summary>
    /// <param name="keys">Its keys; sorted here by name.</param>
    internal static PathElement Item(KeyField[] keys)
    {
        if (keys.Length > 1) Array.Sort(keys, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return new PathElement(keys);
    }

    /// <summary>A value of a set.</summary>
    public static PathElement Value(JsonValue value) => new(ValueTag, value);

    /// <summary>An item by its place.</summary>
    public static PathElement Index(long index) => new(IndexTag, index);

    /// <summary>Reads the form that it has in managedFields: <c>f:name</c>, <c>k:{"name":"x"}</c>, <c>v:"x"</c>, <c>i:0</c>.</summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static PathElement Parse(string text)
    {
        if (text.Length < 2 || text[1] != ':') throw new FormatException("missing colon: " + text);
        var rest = text[2..];
        switch (text[0])
        {
            case 'f': return Field(rest);
            case 'v': return Value(JsonValue.Parse(rest));
            case 'i' when long.TryParse(rest, System.Globalization.CultureInfo.InvariantCulture, out var index): return Index(index);
            case 'k' when JsonValue.Parse(rest).ObjectOrNull is { } keys:
                return Item([.. keys.Select(static k => new KeyField(k.Key, k.Value))]);
            default: throw new FormatException("cannot read path element " + text);
        }
    }

    /// <summary>The form that it has in managedFields.</summary>
    public string Encode()
    {
        if (FieldName is { } name) return "f:" + name;
        return Keys is { } keys ? EncodeKeys(keys) : (IsValue ? "v:" : "i:") + _value;
    }

    private static string EncodeKeys(KeyField[] keys)
    {
        StringBuilder text = new("k:{", 64);
        foreach (var (name, value) in keys)
        {
            text.Append(text.Length > 3 ? "," : "").Append('"').Append(name).Append("\":");
            if (value.StringOrNull is { } plain && !plain.AsSpan().ContainsAnyExcept(WrittenAsIs)) text.Append('"').Append(plain).Append('"');
            else if (value.IntegerOrNull is { } whole) text.Append(whole);
            else text.Append(value);
        }

        return text.Append('}').ToString();
    }

    /// <inheritdoc/>
    public int CompareTo(PathElement other)
    {
        var rank = Rank - other.Rank;
        if (rank != 0) return rank;
        if (_reference is string name) return CompareUtf8(name, (string)other._reference);
        return Keys is { } keys ? CompareKeys(keys, other.Keys!) : JsonOrder.Compare(_value, other._value);
    }

    /// <inheritdoc/>
    public bool Equals(PathElement other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PathElement other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _reference switch
    {
        string name => name.GetHashCode(StringComparison.Ordinal),
        KeyField[] keys => keys.Aggregate(keys.Length, static (hash, key) => HashCode.Combine(hash, key.Name, key.Value)),
        _ => _value.GetHashCode(),
    };

    /// <summary>As upstream writes it in messages: <c>.name</c>, <c>[name="x"]</c>, <c>[="x"]</c>, <c>[0]</c>.</summary>
    public override string ToString()
    {
        if (FieldName is { } name) return "." + name;
        if (Keys is not { } keys) return IsValue ? $"[={_value}]" : $"[{_value}]";
        StringBuilder text = new("[");
        foreach (var key in keys) text.Append(text.Length > 1 ? "," : "").Append(key.Name).Append('=').Append(key.Value);
        return text.Append(']').ToString();
    }

    private int Rank => _reference switch
    {
        string => 0,
        KeyField[] => 1,
        var tag when ReferenceEquals(tag, ValueTag) => 2,
        _ => 3,
    };

    private static int CompareKeys(KeyField[] a, KeyField[] b)
    {
        for (var i = 0; i < a.Length && i < b.Length; i++)
        {
            var order = CompareUtf8(a[i].Name, b[i].Name);
            if (order == 0) order = JsonOrder.Compare(a[i].Value, b[i].Value);
            if (order != 0) return order;
        }

        return a.Length - b.Length;
    }

    // Ordinal order of UTF-16 is that of UTF-8 but for characters beyond the basic plane, which names do not have.
    private static int CompareUtf8(string a, string b) => string.CompareOrdinal(a, b);
}

/// <summary>One key of an item of an associative list.</summary>
/// <param name="Name">The field that is a key.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct KeyField(string Name, JsonValue Value);
