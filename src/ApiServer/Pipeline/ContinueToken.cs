using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Kybernet.Api;
using Kybernet.Api.Json;
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
        try
        {
            var (version, revision, start) = ReadFields(GoBase64.DecodeRawUrl(text));
            if (version != Version) throw new FormatException($"server does not recognize this encoded version {version}");
            if (revision == 0) throw new FormatException($"incorrect encoded start resourceVersion (version {Version})");
            if (start.Length == 0) throw new FormatException($"encoded start key empty (version {Version})");

            // It must not lead out of the list.
            var path = start[0] == '/' ? start[1..] : start;
            if (path.Length > 0 && path.Split('/').Any(part => part is "" or "." or "..")) throw new FormatException(start);
            return new ContinueToken(revision, StoreKey.Parse(prefix + path));
        }
        catch (FormatException e)
        {
            throw new FormatException($"continue key is not valid: {e.Message}", e);
        }
    }

    // As Go's decoder fills a struct: null sets nothing, and of several fields that do not fit the first is told.
    private static (string Version, long Revision, string Start) ReadFields(ReadOnlySpan<byte> json)
    {
        try
        {
            return ReadFields(new Utf8JsonReader(json, KubeJson.ReaderOptions));
        }
        catch (JsonException e)
        {
            throw new FormatException(GoJsonSyntax.Explain(json), e);
        }
    }

    private static (string Version, long Revision, string Start) ReadFields(Utf8JsonReader reader)
    {
        var (version, revision, start) = ("", 0L, "");
        JsonMismatchException? wrong = null;
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = KubeJson.GetString(ref reader).ToLowerInvariant();
                reader.Read();
                switch (name, reader.TokenType)
                {
                    case (_, JsonTokenType.Null): break;
                    case ("v", JsonTokenType.String): version = KubeJson.GetString(ref reader); break;
                    case ("start", JsonTokenType.String): start = KubeJson.GetString(ref reader); break;
                    case ("v" or "start", _): wrong ??= JsonMismatchException.At(ref reader, "string").In("continueToken." + name); break;
                    case ("rv", JsonTokenType.Number) when reader.TryGetInt64(out var number): revision = number; break;
                    case ("rv", _): wrong ??= JsonMismatchException.At(ref reader, "int64", withNumber: true).In("continueToken.rv"); break;
                }

                reader.Skip();
            }
        }
        else if (reader.TokenType != JsonTokenType.Null)
        {
            wrong = JsonMismatchException.At(ref reader, "storage.continueToken");
            reader.Skip();
        }

        // What comes after it is read too, to be refused.
        reader.Read();
        return wrong is null ? (version, revision, start) : throw wrong;
    }
}
