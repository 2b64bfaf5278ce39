using System.Text.Json;

namespace Kybernet.Api.Json;

/// <summary>How everybody here reads and writes JSON, so that bytes come out as Go's encoding/json makes them.</summary>
public static class KubeJson
{
    /// <summary>The deepest nesting that is read or written; real objects stay below a hundred.</summary>
    public const int MaxDepth = 512;

    /// <summary>Escapes as Go does, compact, unchecked (the callers are codecs).</summary>
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = KubeJsonEncoder.Shared,
        MaxDepth = MaxDepth + 1,
        SkipValidation = true,
    };

    /// <summary>Strict JSON down to <see cref="MaxDepth"/>.</summary>
    public static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = MaxDepth };

    /// <summary>
    /// The string or field name that the reader stands on. Never throws: broken UTF-8 and lone surrogates become U+FFFD,
    /// as in Go.
    /// </summary>
    public static string GetString(ref Utf8JsonReader reader) => JsonStrings.Read(ref reader);

    /// <summary>Writes a number in Go's form: shortest digits, an exponent only below 1e-6 and from 1e21 on.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, double value)
    {
        Span<byte> text = stackalloc byte[GoFloat.MaxLength];
        writer.WriteRawValue(text[..GoFloat.Format(value, text)], skipInputValidation: true);
    }

    /// <summary>One level down.</summary>
    /// <exception cref="FormatException">That is below <see cref="MaxDepth"/>.</exception>
    internal static int Deeper(int depth) => depth < MaxDepth ? depth + 1 : throw new FormatException("exceeded max depth");
}
