using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kybernet.ApiServer.Tests.Recorded;

/// <summary>JSON in one form: fields in order, numbers by their value. Equal trees give equal text.</summary>
internal static class CanonicalJson
{
    private static readonly JavaScriptEncoder Plain = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    private static readonly JsonSerializerOptions Options = new() { Encoder = Plain, MaxDepth = 512 };

    /// <summary>The text of a tree, with a blank after each colon and comma.</summary>
    public static string Of(JsonNode? node)
    {
        StringBuilder text = new();
        Write(text, node);
        return text.ToString();
    }

    /// <summary>The text of a tree as it is, for sending.</summary>
    public static string AsIs(JsonNode? node) => node?.ToJsonString(Options) ?? "null";

    private static void Write(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject obj:
                text.Append('{');
                foreach (var (index, (name, value)) in obj.OrderBy(static p => p.Key, StringComparer.Ordinal).Index())
                {
                    if (index > 0) text.Append(", ");
                    text.Append(Quoted(name)).Append(": ");
                    Write(text, value);
                }

                text.Append('}');
                break;
            case JsonArray array:
                text.Append('[');
                foreach (var (index, value) in array.Index())
                {
                    if (index > 0) text.Append(", ");
                    Write(text, value);
                }

                text.Append(']');
                break;
            case null:
                text.Append("null");
                break;
            default:
                text.Append(Scalar(node));
                break;
        }
    }

    private static string Scalar(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.String => Quoted(node.GetValue<string>()),
        JsonValueKind.Number => Number(node.ToJsonString()),
        _ => node.ToJsonString(),
    };

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, Plain)}\"";

    // 1.0 and 1 are the same number; integers may be longer than a double can tell.
    private static string Number(string text)
    {
        if (!text.AsSpan().ContainsAny(".eE")) return text;
        var value = double.Parse(text, CultureInfo.InvariantCulture);
        return value == Math.Floor(value) && Math.Abs(value) < 1e15
            ? ((long)value).ToString(CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture);
    }
}
