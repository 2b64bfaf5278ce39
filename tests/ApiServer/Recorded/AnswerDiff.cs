using System.Text.Json.Nodes;

namespace Kybernet.ApiServer.Tests.Recorded;

/// <summary>Where two answers differ, in few lines.</summary>
internal static class AnswerDiff
{
    private const int Longest = 300;

    /// <summary>Compares an answer with the recorded one and tells where they differ.</summary>
    /// <param name="title">Which request it was.</param>
    /// <param name="expected">The recorded code and body.</param>
    /// <param name="answered">Ours.</param>
    /// <param name="normal">Both bodies in the form in which they were compared, as JSON.</param>
    public static string Describe(string title, (int Status, JsonNode? Body) expected, (int Status, JsonNode? Body) answered, (string Want, string Got) normal)
    {
        var same = expected.Status == answered.Status && NormalAnswer.IsStatus(expected.Body) == NormalAnswer.IsStatus(answered.Body);
        IEnumerable<string> lines = !same ? Whole(expected, answered)
            : NormalAnswer.IsStatus(expected.Body) ? Statuses(expected, answered, normal)
            : Fields("", JsonNode.Parse(normal.Want), JsonNode.Parse(normal.Got));
        return $"--- {title}\n{string.Join('\n', lines)}";
    }

    private static string[] Whole((int Status, JsonNode? Body) expected, (int Status, JsonNode? Body) answered) =>
        [$"  want {Brief(expected)}", $"  got  {Brief(answered)}"];

    private static string Brief((int Status, JsonNode? Body) answer) =>
        $"{answer.Status} {(NormalAnswer.IsStatus(answer.Body) ? answer.Body!["message"] : Shortened(CanonicalJson.Of(answer.Body)))}";

    private static IEnumerable<string> Statuses((int Status, JsonNode? Body) expected, (int Status, JsonNode? Body) answered, (string Want, string Got) normal)
    {
        var (want, got) = (Causes(expected.Body!), Causes(answered.Body!));
        foreach (var cause in got.ToList())
        {
            if (want.Remove(cause)) got.Remove(cause);
        }

        var lines = want.Select(static c => "  missing " + c).Concat(got.Select(static c => "  extra   " + c)).ToList();
        return lines.Count > 0 ? lines
            : expected.Body!["message"]?.ToString() != answered.Body!["message"]?.ToString() ? Whole(expected, answered)
            : Fields("", JsonNode.Parse(normal.Want), JsonNode.Parse(normal.Got));
    }

    private static List<string> Causes(JsonNode status) =>
        [.. ((status["details"] as JsonObject)?["causes"] as JsonArray ?? []).Select(static c => $"{c!["field"]}: {c["message"]} ({c["reason"]})")];

    private static IEnumerable<string> Fields(string path, JsonNode? want, JsonNode? got)
    {
        if (CanonicalJson.Of(want) == CanonicalJson.Of(got)) return [];
        return (want, got) switch
        {
            (JsonObject w, JsonObject g) => w.Select(static p => p.Key).Union(g.Select(static p => p.Key)).SelectMany(k => Fields($"{path}.{k}", w[k], g[k])),
            (JsonArray w, JsonArray g) when w.Count == g.Count => Enumerable.Range(0, w.Count).SelectMany(i => Fields($"{path}[{i}]", w[i], g[i])),
            _ => [$"  {(path.Length > 0 ? path : "all")}: {Different(CanonicalJson.Of(want), CanonicalJson.Of(got))}"],
        };
    }

    private static string Different(string want, string got)
    {
        var start = want.Length + got.Length < 2 * Longest ? 0 : Math.Max(0, want.AsSpan().CommonPrefixLength(got) - 40);
        return $"want {Shortened(want[start..])} got {Shortened(got[start..])}";
    }

    private static string Shortened(string text) => text.Length <= Longest ? text : text[..Longest] + "...";
}
