using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kybernet.ApiServer.Tests.Recorded;

/// <summary>
/// Which records are kept in the repository, for where the whole recordings are not: a few of every kind and every status.
/// Those with sentences in what was sent are left out, so that no descriptions, scripts or documents of others come along.
/// </summary>
internal static partial class Selection
{
    private const int LongestRecord = 6000;
    private const int LongestSequence = 60_000;
    private const int LongestSentence = 60;
    private const int LongestWord = 300;

    /// <summary>The recordings.</summary>
    public static IReadOnlyList<string> Names { get; } = ["create", "synthetic", "update", "patch", "tables", "protocol"];

    /// <summary>The lines of a recording that are kept, in their order.</summary>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> lines) => name switch
    {
        "create" => Spread(lines, 4, static r => $"{KindOf(r)} {r["status"]}"),
        "synthetic" => Spread(lines, 4, static r => $"{KindOf(r)} {r["status"]}"),
        "update" => Spread(lines, 4, static r => $"{KindOf(r)} {r["status"]}"),
        "tables" => Spread(lines, 6, static r => r["resource"]!.ToString()),
        "patch" => [.. Parsed(lines, LongestSequence).GroupBy(static r => r.Record["kind"]!.ToString()).Select(static g => g.MinBy(static r => r.Line.Length).Line)],
        _ => [.. lines.Where(static line => !line.Contains("\"columnDefinitions\"", StringComparison.Ordinal))],
    };

    private static string KindOf(JsonObject record) => $"{record["input"]!["apiVersion"]} {record["input"]!["kind"]}";

    // The first and the last of each group, and others evenly between.
    private static List<string> Spread(IEnumerable<string> lines, int count, Func<JsonObject, string> group)
    {
        HashSet<int> kept = [];
        var all = Parsed(lines, LongestRecord).ToList();
        foreach (var members in all.Index().GroupBy(r => group(r.Item.Record)))
        {
            var indexes = members.Select(static m => m.Index).ToList();
            for (var i = 0; i < Math.Min(count, indexes.Count); i++) kept.Add(indexes[i * (indexes.Count - 1) / Math.Max(1, Math.Min(count, indexes.Count) - 1)]);
        }

        return [.. kept.Order().Select(i => all[i].Line)];
    }

    private static IEnumerable<(string Line, JsonObject Record)> Parsed(IEnumerable<string> lines, int longest) =>
        lines.Where(line => line.Length <= longest && !Described().IsMatch(line)).Select(static line => (line, Recordings.Parse(line))).Where(static r => !HasLongText(r.Item2));

    // In what was sent, and so in what came back; the words of refusals may be long.
    private static bool HasLongText(JsonNode? node, bool isOutput = false) => node switch
    {
        JsonObject obj => obj.Any(p => HasLongText(p.Value, isOutput || p.Key == "output")),
        JsonArray array => array.Any(item => HasLongText(item, isOutput)),
        JsonValue value => !isOutput && value.ToString() is var text && text.Length > (text.AsSpan().ContainsAny(' ', '\n') ? LongestSentence : LongestWord),
        _ => false,
    };

    [GeneratedRegex("\"(?i:[a-z./-]*description|comment)\": \"[^\"]{20}")]
    private static partial Regex Described();
}
