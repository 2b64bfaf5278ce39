using System.Buffers;
using System.Text;
using System.Text.Json;
using Kybernet.Api.Json;

namespace Kybernet.Api;

/// <summary>
/// JSON kept as it is: RawExtension, FieldsV1 and free-form values. Immutable; white space outside strings is dropped,
/// as upstream does when it writes it again.
/// </summary>
public sealed class RawJson : IEquatable<RawJson>
{
    private readonly byte[] _utf8;

    private RawJson(byte[] utf8) => _utf8 = utf8;

    /// <summary>The JSON null.</summary>
    internal static RawJson Null { get; } = new("null"u8.ToArray());

    /// <summary>The JSON text.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8;

    /// <summary>Keeps bytes that were just written, compact, by ourselves.</summary>
    internal static RawJson Trust(byte[] utf8) => new(utf8);

    /// <summary>Keeps <paramref name="utf8"/>.</summary>
    /// <exception cref="JsonException">It is not one JSON value.</exception>
    public static RawJson Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, KubeJson.ReaderOptions);
        reader.Read();
        return Read(ref reader);
    }

    /// <summary>Reads the value at which the reader stands and leaves the reader on its last token.</summary>
    public static RawJson Read(ref Utf8JsonReader reader)
    {
        ArrayBufferWriter<byte> output = new(64);
        var depth = 0;
        var first = true;
        while (true)
        {
            var token = reader.TokenType;
            var closes = token is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (closes) depth--;
            if (!first && !closes) output.Write(","u8);
            Copy(ref reader, output);
            first = token is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName;
            if (token is JsonTokenType.StartObject or JsonTokenType.StartArray) depth++;
            if (depth == 0 && token != JsonTokenType.PropertyName) return new RawJson(output.WrittenSpan.ToArray());
            reader.Read();
        }
    }

    /// <summary>Writes the JSON.</summary>
    public void Write(Utf8JsonWriter writer) => writer.WriteRawValue(_utf8, skipInputValidation: true);

    /// <inheritdoc/>
    public bool Equals(RawJson? other) => other is not null && other.Utf8.SequenceEqual(Utf8);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RawJson);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = new();
        hash.AddBytes(_utf8);
        return hash.ToHashCode();
    }

    /// <summary>The JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_utf8);

    private static void Copy(ref Utf8JsonReader reader, ArrayBufferWriter<byte> output)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: output.Write("{"u8); break;
            case JsonTokenType.EndObject: output.Write("}"u8); break;
            case JsonTokenType.StartArray: output.Write("["u8); break;
            case JsonTokenType.EndArray: output.Write("]"u8); break;
            case JsonTokenType.String or JsonTokenType.PropertyName:
                output.Write("\""u8);
                output.Write(reader.ValueSpan);
                output.Write(reader.TokenType == JsonTokenType.String ? "\""u8 : "\":"u8);
                break;
            default: output.Write(reader.ValueSpan); break;
        }
    }
}
