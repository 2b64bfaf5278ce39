using Kybernet.Api.Json;

namespace Kybernet.ApiServer.Validation;

/// <summary>JSON in lines, one space a level, as Go's MarshalIndent makes them.</summary>
internal static class IndentedJson
{
    /// <summary>The lines, without line ends.</summary>
    public static List<string> Lines(JsonValue value)
    {
        List<string> lines = [];
        Add(lines, "", "", value, "");
        return lines;
    }

    private static void Add(List<string> lines, string indent, string label, JsonValue value, string comma)
    {
        if (value.ObjectOrNull is { Count: > 0 } fields)
        {
            lines.Add($"{indent}{label}{{");
            var left = fields.Count;
            foreach (var (name, field) in fields) Add(lines, indent + " ", $"{(JsonValue)name}: ", field, --left == 0 ? "" : ",");
            lines.Add($"{indent}}}{comma}");
        }
        else if (value.ArrayOrNull is { Count: > 0 } items)
        {
            lines.Add($"{indent}{label}[");
            for (var i = 0; i < items.Count; i++) Add(lines, indent + " ", "", items[i], i == items.Count - 1 ? "" : ",");
            lines.Add($"{indent}]{comma}");
        }
        else
        {
            lines.Add($"{indent}{label}{value}{comma}");
        }
    }
}
