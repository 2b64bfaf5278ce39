using System.Text.Json.Nodes;

namespace Kybernet.ApiServer.Tests.Strategies.Oracle;

/// <summary>Where two answers differ, in few lines.</summary>
internal static class AnswerDiff
{
    public static IEnumerable<string> Lines(JsonObject want, JsonObject got)
    {
        if (!IsStatus(want) && !IsStatus(got)) return Fields("", want, got);
        return IsStatus(want) && IsStatus(got) ? Statuses(want, got) : [$" want {Brief(want)}", $" got  {Brief(got)}"];
    }

    private static bool IsStatus(JsonObject answer) => answer["kind"]?.ToString() == "Status" && answer.ContainsKey("code");

    private static string Brief(JsonObject answer)
    {
        if (IsStatus(answer)) return $"{answer["code"]} {answer["message"]}";
        var copy = (JsonObject)answer.DeepClone();
        (copy["metadata"] as JsonObject)?.Remove("managedFields");
        var text = copy.ToJsonString();
        return text.Length < 600 ? text : text[..600] + "...";
    }

    private static IEnumerable<string> Statuses(JsonObject want, JsonObject got)
    {
        var expected = Causes(want);
        var answered = Causes(got);
        if (want["code"]!.ToString() != got["code"]!.ToString() || expected.Count == 0 || answered.Count == 0) return [$" want {Brief(want)}", $" got  {Brief(got)}"];
        List<string> lines = [];
        foreach (var cause in answered.ToList())
        {
            if (!expected.Remove(cause)) continue;
            answered.Remove(cause);
        }

        lines.AddRange(expected.Select(c => " missing " + c));
        lines.AddRange(answered.Select(c => " extra   " + c));
        return lines.Count > 0 ? lines : [$" want {Brief(want)}", $" got  {Brief(got)}"];
    }

    private static List<string> Causes(JsonObject status) =>
        [.. (status["details"]?["causes"] as JsonArray ?? []).Select(c => $"{c!["field"]}: {c["message"]} ({c["reason"]})")];

    private static IEnumerable<string> Fields(string path, JsonNode? want, JsonNode? got)
    {
        if (path is ".metadata.managedFields" or ".metadata.uid" or ".metadata.creationTimestamp" or ".metadata.resourceVersion") return [];
        if (JsonNode.DeepEquals(want, got)) return [];
        return (want, got) switch
        {
            (JsonObject w, JsonObject g) => w.Select(p => p.Key).Union(g.Select(p => p.Key)).SelectMany(k => Fields($"{path}.{k}", w[k], g[k])),
            (JsonArray w, JsonArray g) when w.Count == g.Count => Enumerable.Range(0, w.Count).SelectMany(i => Fields($"{path}[{i}]", w[i], g[i])),
            _ => [$" {path}: want {want?.ToJsonString() ?? "-"} got {got?.ToJsonString() ?? "-"}"],
        };
    }
}
