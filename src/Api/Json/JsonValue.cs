using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Kybernet.Api.Json;

/// <summary>
/// One node of a JSON tree, in two words: scalars are held in place, objects and arrays by reference. The default is null.
/// Equality is deep; the order of an object's fields does not count, and 1 does not equal 1.5's kind of 1.
/// </summary>
public readonly struct JsonValue : IEquatable<JsonValue>
{
    // What kind a scalar is, where the reference is not the value itself.
    private static readonly object BooleanTag = new(), IntegerTag = new(), FloatTag = new();

    private readonly object? _reference;
    private readonly long _bits;

    private JsonValue(object? reference, long bits = 0)
    {
        _reference = reference;
        _bits = bits;
    }

    /// <summary>JSON null; the default.</summary>
    public static JsonValue Null => default;

    /// <summary>What this is.</summary>
    public JsonKind Kind => _reference switch
    {
        null => JsonKind.Null,
        string => JsonKind.String,
        JsonObject => JsonKind.Object,
        JsonArray => JsonKind.Array,
        var tag when ReferenceEquals(tag, IntegerTag) => JsonKind.Integer,
        var tag when ReferenceEquals(tag, BooleanTag) => JsonKind.Boolean,
        _ => JsonKind.Float,
    };

    /// <summary>Whether this is null.</summary>
    public bool IsNull => _reference is null;

    /// <summary>The string, or null if this is none.</summary>
    public string? StringOrNull => _reference as string;

    /// <summary>The object, or null if this is none.</summary>
    public JsonObject? ObjectOrNull => _reference as JsonObject;

    /// <summary>The array, or null if this is none.</summary>
    public JsonArray? ArrayOrNull => _reference as JsonArray;

    /// <summary>The boolean, or null if this is none.</summary>
    public bool? BooleanOrNull => ReferenceEquals(_reference, BooleanTag) ? _bits != 0 : null;

    /// <summary>The whole number, or null if this is none.</summary>
    public long? IntegerOrNull => ReferenceEquals(_reference, IntegerTag) ? _bits : null;

    /// <summary>The number, whole or not, or null if this is none.</summary>
    public double? NumberOrNull =>
        ReferenceEquals(_reference, FloatTag) ? BitConverter.Int64BitsToDouble(_bits) : IntegerOrNull;

    /// <summary>The string.</summary>
    /// <exception cref="InvalidOperationException">This is none.</exception>
    public string AsString() => StringOrNull ?? throw Mismatch(JsonKind.String);

    /// <summary>The object.</summary>
    /// <exception cref="InvalidOperationException">This is none.</exception>
    public JsonObject AsObject() => ObjectOrNull ?? throw Mismatch(JsonKind.Object);

    /// <summary>The array.</summary>
    /// <exception cref="InvalidOperationException">This is none.</exception>
    public JsonArray AsArray() => ArrayOrNull ?? throw Mismatch(JsonKind.Array);

    /// <summary>The boolean.</summary>
    /// <exception cref="InvalidOperationException">This is none.</exception>
    public bool AsBoolean() => BooleanOrNull ?? throw Mismatch(JsonKind.Boolean);

    /// <summary>The whole number.</summary>
    /// <exception cref="InvalidOperationException">This is none.</exception>
    public long AsInteger() => IntegerOrNull ?? throw Mismatch(JsonKind.Integer);

    /// <summary>The number, whole or not.</summary>
    /// <exception cref="InvalidOperationException">This is none.</exception>
    public double AsNumber() => NumberOrNull ?? throw Mismatch(JsonKind.Float);

    /// <summary>A string; null gives JSON null.</summary>
    public static implicit operator JsonValue(string? value) => new(value);

    /// <summary>An object; null gives JSON null.</summary>
    public static implicit operator JsonValue(JsonObject? value) => new(value);

    /// <summary>An array; null gives JSON null.</summary>
    public static implicit operator JsonValue(JsonArray? value) => new(value);

    /// <summary>A boolean.</summary>
    public static implicit operator JsonValue(bool value) => new(BooleanTag, value ? 1 : 0);

    /// <summary>A whole number.</summary>
    public static implicit operator JsonValue(long value) => new(IntegerTag, value);

    /// <summary>A whole number.</summary>
    public static implicit operator JsonValue(int value) => new(IntegerTag, value);

    /// <summary>A number that counts as not whole, even if it is. Not NaN, not infinite.</summary>
    public static implicit operator JsonValue(double value) => new(FloatTag, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Reads a whole JSON text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="duplicates">Told each field that came twice, in upstream's words; the last one counts.</param>
    /// <exception cref="FormatException">It is not JSON, or nested too deep; the message is Go's.</exception>
    public static JsonValue Parse(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates = null) => JsonTreeReader.Parse(utf8, duplicates);

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte}, ICollection{string})"/>
    public static JsonValue Parse(string text, ICollection<string>? duplicates = null) => Parse(Encoding.UTF8.GetBytes(text), duplicates);

    /// <summary>Reads the value the reader stands on, and leaves the reader on its last token.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JsonValue Read(ref Utf8JsonReader reader) => new JsonTreeReader(null).Read(ref reader);

    /// <summary>Writes the tree.</summary>
    /// <exception cref="FormatException">It is nested deeper than <see cref="KubeJson.MaxDepth"/>.</exception>
    public void Write(Utf8JsonWriter writer) => JsonTreeWriter.Write(writer, this, depth: 0);

    /// <summary>The tree as compact UTF-8.</summary>
    public byte[] Encode() => JsonTreeWriter.Encode(this);

    /// <summary>A deep copy; strings are shared. The copy is not frozen.</summary>
    public JsonValue Clone() => Clone(0);

    /// <summary>Forbids changes to the whole tree.</summary>
    public void Freeze() => Freeze(0);

    internal JsonValue Clone(int depth) => _reference switch
    {
        JsonObject o => o.Clone(KubeJson.Deeper(depth)),
        JsonArray a => a.Clone(KubeJson.Deeper(depth)),
        _ => this,
    };

    internal void Freeze(int depth)
    {
        if (_reference is JsonObject o) o.Freeze(KubeJson.Deeper(depth));
        else if (_reference is JsonArray a) a.Freeze(KubeJson.Deeper(depth));
    }

    /// <inheritdoc/>
    public bool Equals(JsonValue other) => Equals(other, 0);

    internal bool Equals(JsonValue other, int depth) => (_reference, other._reference) switch
    {
        (string a, string b) => a == b,
        (JsonObject a, JsonObject b) => ReferenceEquals(a, b) || a.Equals(b, KubeJson.Deeper(depth)),
        (JsonArray a, JsonArray b) => ReferenceEquals(a, b) || a.Equals(b, KubeJson.Deeper(depth)),
        var (a, b) => ReferenceEquals(a, b) && _bits == other._bits,
    };

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is JsonValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _reference switch
    {
        string text => text.GetHashCode(StringComparison.Ordinal),
        JsonObject o => o.Count,
        JsonArray a => a.Count,
        _ => _bits.GetHashCode(),
    };

    /// <summary>Compact JSON, for people and messages.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Encode());

    /// <summary>Deep equality.</summary>
    public static bool operator ==(JsonValue left, JsonValue right) => left.Equals(right);

    /// <summary>Deep inequality.</summary>
    public static bool operator !=(JsonValue left, JsonValue right) => !left.Equals(right);

    private InvalidOperationException Mismatch(JsonKind wanted) => new($"JSON {Kind} where {wanted} is wanted");
}
