using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Kybernet.Api;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Pipeline;

/// <summary>Where a list goes on, and at which revision; in upstream's format, so that clients may move between servers.</summary>
/// <param name="Revision">The revision of the first page; -1: whatever is now.</param>
/// <param name="Start">The first key of the next page.</param>
internal readonly record struct ContinueToken(long Revision, StoreKey Start)
{
    private const string Version = "meta.k8s.io/v1";

    /// <summary>As it goes to the client.</summary>
    /// <param name="prefix">The beginning of all keys of the list, with a slash at its end.</param>
    public string Encode(StoreKey prefix)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            writer.WriteString("v", Version);
            writer.WriteNumber("rv", Revision);
            writer.WriteString("start", "/" + Encoding.UTF8.GetString(Start.Span[prefix.Length..]));
            writer.WriteEndObject();
        }

        return Base64Url.EncodeToString(json.ToArray());
    }

    /// <summary>Reads what a client sends.</summary>
    /// <exception cref="FormatException">It is no token; the message is upstream's.</exception>
    public static ContinueToken Decode(string text, StoreKey prefix)
    {
        var (version, revision, start) = ReadJson(ReadBase64(text));
        if (version != Version) throw new FormatException($"continue key is not valid: server does not recognize this encoded version {GoQuote.Quote(version)}");
        if (revision == 0) throw new FormatException($"continue key is not valid: incorrect encoded start resourceVersion (version {Version})");
        if (start.Length == 0) throw new FormatException($"continue key is not valid: encoded start key empty (version {Version})");
        if (start[0] != '/') start = "/" + start;
        if (start.Split('/').Skip(1).Any(part => part is "" or "." or "..")) throw new FormatException($"continue key is not valid: {start}");
        return new ContinueToken(revision, StoreKey.Parse(prefix + start[1..]));
    }

    private static byte[] ReadBase64(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(text[i]) && text[i] is not ('-' or '_')) throw Illegal(i);
        }

        return text.Length % 4 == 1 ? throw Illegal(text.Length - 1) : Base64Url.DecodeFromChars(text);
    }

    private static FormatException Illegal(int at) => new($"continue key is not valid: illegal base64 data at input byte {at}");

    private static (string Version, long Revision, string Start) ReadJson(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return (Text(root, "v"), root.TryGetProperty("rv", out var rv) ? rv.GetInt64() : 0, Text(root, "start"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new FormatException($"continue key is not valid: {Kybernet.Api.Json.GoJsonSyntax.Explain(json)}", e);
        }
    }

    private static string Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
