using Kybernet.Api.Json;

namespace Kybernet.Api.Patches;

/// <summary>Patches as text: how they are read from requests.</summary>
internal static class PatchText
{
    /// <summary>Reads an object, or null.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="duplicates">Told each field that comes twice, in upstream's words.</param>
    /// <exception cref="PatchException">It is something else, or no JSON.</exception>
    public static JsonObject? ParseObject(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates)
    {
        JsonValue patch;
        try
        {
            patch = JsonValue.Parse(utf8, duplicates);
        }
        catch (FormatException e)
        {
            throw new PatchException(PatchFailure.Malformed, e.Message, e);
        }

        if (patch.IsNull) return null;
        return patch.ObjectOrNull ?? throw new PatchException(
            PatchFailure.Malformed, $"json: cannot unmarshal {KindOf(patch)} into Go value of type map[string]interface {{}}");
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
