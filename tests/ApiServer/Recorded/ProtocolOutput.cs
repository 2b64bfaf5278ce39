using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kybernet.ApiServer.Tests.Recorded;

/// <summary>
/// What was answered to a request of the protocol recording, without times, uids, versions, continue tokens and ages. Of
/// protobuf only that it is protobuf: the recording has kept no bytes.
/// </summary>
/// <remarks>
/// As the recording's own script (protocol_compare.py) does, but for one thing: of a resourceVersion in YAML that leaves the
/// first digit, and in JSON within a message all of it, so that chance decides. Here versions are aside everywhere.
/// </remarks>
internal static partial class ProtocolOutput
{
    private const int Longest = 4000;

    /// <summary>The content of an answer in the recording's form: JSON, a list of JSON lines, text, or how many bytes.</summary>
    public static JsonNode? Read(byte[] content)
    {
        if (Recordings.TryParse(content, out var isJson) is var whole && isJson) return whole;
        var text = Encoding.UTF8.GetString(content);
        List<JsonNode?> lines = [];
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Recordings.TryParse(Encoding.UTF8.GetBytes(line), out isJson) is var node && isJson) lines.Add(node);
            else return text.Contains('\n') || !text.Any(char.IsControl) ? Beginning(text) : new JsonObject { ["bytes"] = content.Length };
        }

        return new JsonArray([.. lines]);
    }

    /// <summary>An answer as text (JSON) that is the same for answers that count as the same.</summary>
    public static string Normal(JsonNode? output)
    {
        var text = NormalAnswer.Anonymous(CanonicalJson.Of(output));
        text = Version().Replace(text, "$1RV");
        text = Continue().Replace(text, "$1C");
        text = TooLarge().Replace(text, "$1RV$2RV");
        text = Age().Replace(text, "\"AGE\"");
        text = Generated().Replace(text, "gen-x");
        text = ContinueText().Replace(text, "$1C");
        return text.StartsWith("\"k8s", StringComparison.Ordinal) || text.StartsWith("{\"bytes", StringComparison.Ordinal) ? "\"protobuf\"" : text;
    }

    /// <summary>
    /// The same with the sentences about the columns of Tables made equal: that there is one counts, not its words, for others'
    /// sentences have no place here.
    /// </summary>
    public static JsonNode? WithOwnSentences(JsonNode? output)
    {
        var copy = output?.DeepClone();
        MakeSentencesEqual(copy);
        return copy;
    }

    private static void MakeSentencesEqual(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array) MakeSentencesEqual(item);
        }

        if (node is not JsonObject obj) return;
        foreach (var column in (obj["columnDefinitions"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (column["description"]?.ToString() is { Length: > 0 }) column["description"] = "a sentence";
        }

        MakeSentencesEqual(obj["object"]);
    }

    private static string Beginning(string text) => text.Length <= Longest ? text : text[..Longest];

    [GeneratedRegex("""(resourceVersion[\\"]*: ?[\\"]*)[0-9]+""")]
    private static partial Regex Version();

    [GeneratedRegex("""("continue": ")[^"]+""")]
    private static partial Regex Continue();

    [GeneratedRegex("(resource version: )[0-9]+(, current: )[0-9]+")]
    private static partial Regex TooLarge();

    [GeneratedRegex("\"[0-9]+s\"")]
    private static partial Regex Age();

    [GeneratedRegex("gen-[a-z0-9]{5}")]
    private static partial Regex Generated();

    [GeneratedRegex(@"(continue: )\S+")]
    private static partial Regex ContinueText();
}
