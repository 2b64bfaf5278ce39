using System.Text;
using Kybernet.Api.Json;

namespace Kybernet.Api.Patches;

/// <summary>Patches as text: read from requests, and told in messages the way Go prints maps.</summary>
internal static class PatchText
{
    private const int MaxPrinted = 4096;

    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8)
    {
        JsonValue patch;
        try
        {
            patch = JsonValue.Parse(utf8);
        }
        catch (FormatException e)
        {
            throw new PatchException(PatchFailure.Malformed, e.Message, e);
        }

        if (patch.IsNull) return new();
        return patch.ObjectOrNull ?? throw new PatchException(
            PatchFailure.Malformed, $"json: cannot unmarshal {KindOf(patch)} into Go value of type map[string]interface {{}}");
    }

    /// <summary>As Go's %v: <c>map[name:http targetPort:10248]</c>.</summary>
    public static string Print(JsonValue value)
    {
        StringBuilder text = new();
        Print(text, value, 0);
        return text.ToString();
    }

    private static void Print(StringBuilder text, JsonValue value, int depth)
    {
        if (text.Length > MaxPrinted) return;
        switch (value.Kind)
        {
            case JsonKind.Null:
                text.Append("<nil>");
                break;
            case JsonKind.String:
                text.Append(value.AsString());
                break;
            case JsonKind.Object:
                depth = KubeJson.Deeper(depth);
                text.Append("map[");
                var separator = "";
                foreach (var (name, field) in value.AsObject().OrderBy(f => f.Key, StringComparer.Ordinal))
                {
                    text.Append(separator).Append(name).Append(':');
                    Print(text, field, depth);
                    separator = " ";
                }

                text.Append(']');
                break;
            case JsonKind.Array:
                depth = KubeJson.Deeper(depth);
                text.Append('[');
                for (var i = 0; i < value.AsArray().Count; i++)
                {
                    if (i > 0) text.Append(' ');
                    Print(text, value.AsArray()[i], depth);
                }

                text.Append(']');
                break;
            default:
                text.Append(value.ToString());
                break;
        }
    }

    /// <summary>The kind in Go's words, for messages.</summary>
    public static string KindOf(JsonValue value) => value.Kind switch
    {
        JsonKind.Boolean => "bool",
        JsonKind.Integer or JsonKind.Float => "number",
        JsonKind.String => "string",
        JsonKind.Object => "object",
        _ => "array",
    };
}
