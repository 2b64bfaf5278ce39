using System.Text.Json;
using Kybernet.Api;
using Kybernet.Api.Json;

namespace Kybernet.ApiServer.Pipeline.Decoding;

/// <summary>What a JSON object says it is.</summary>
/// <param name="ApiVersion">Group and version; empty when it does not say.</param>
/// <param name="Kind">The kind; empty when it does not say.</param>
internal readonly record struct TypeMeta(string ApiVersion, string Kind)
{
    private const string GoType = "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }";

    /// <summary>Reads apiVersion and kind and nothing else.</summary>
    /// <exception cref="FormatException">It is no JSON object, or they are no strings; the message is upstream's.</exception>
    public static TypeMeta Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return Find(json);
        }
        catch (JsonException e)
        {
            throw new FormatException("couldn't get version/kind; json parse error: " + GoJsonSyntax.Explain(json), e);
        }
    }

    private static TypeMeta Find(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, KubeJson.ReaderOptions);
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return new TypeMeta("", "");
        if (reader.TokenType != JsonTokenType.StartObject) throw Mismatch(JsonMismatchException.At(ref reader, GoType));
        var (apiVersion, kind) = ("", "");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref reader, "apiVersion"u8)) apiVersion = Text(ref reader, ".apiVersion") ?? apiVersion;
            else if (Is(ref reader, "kind"u8)) kind = Text(ref reader, ".kind") ?? kind;
            else reader.Skip();
        }

        return new TypeMeta(apiVersion, kind);
    }

    // The reader's own comparison throws at an escape that is half a pair.
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueIsEscaped
        ? System.Text.Encoding.UTF8.GetBytes(KubeJson.GetString(ref reader)).AsSpan().SequenceEqual(name)
        : reader.ValueSpan.SequenceEqual(name);

    private static string? Text(ref Utf8JsonReader reader, string field)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType == JsonTokenType.String) return KubeJson.GetString(ref reader);
        throw Mismatch(JsonMismatchException.At(ref reader, "string").In(field));
    }

    private static FormatException Mismatch(JsonMismatchException e) => new("couldn't get version/kind; json parse error: " + e.Message, e);
}
