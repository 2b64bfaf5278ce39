using System.Text.Json;
using Kybernet.Api.Json;

namespace Kybernet.Api;

public readonly partial struct Quantity
{
    /// <summary>Writes the canonical form as a JSON string.</summary>
    public static void Write(Utf8JsonWriter writer, in Quantity value)
    {
        Span<byte> text = stackalloc byte[64];
        if (value.TryFormat(text, out var length)) writer.WriteStringValue(text[..length]);
        else writer.WriteStringValue(value.ToString());
    }

    /// <summary>Reads the value the reader stands on: a string, a number, or null (zero).</summary>
    /// <exception cref="FormatException">It is not a quantity; the message is upstream's.</exception>
    public static Quantity Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return default;
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number)) throw new FormatException(WrongFormat);
        if (reader.HasValueSequence || reader.ValueIsEscaped) return Parse(ReadSlowly(ref reader).AsSpan().Trim());
        return Parse(reader.ValueSpan.Trim(" \t\r\n\f\v"u8));
    }

    private static string ReadSlowly(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String
        ? KubeJson.GetString(ref reader)
        : System.Text.Encoding.UTF8.GetString(System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence));
}
