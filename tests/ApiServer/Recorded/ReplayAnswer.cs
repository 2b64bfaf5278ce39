using System.Text;
using System.Text.Json.Nodes;

namespace Kybernet.ApiServer.Tests.Recorded;

/// <summary>What our server answered.</summary>
/// <param name="Status">The HTTP code.</param>
/// <param name="Headers">The last value of each header, by its name in lower case.</param>
/// <param name="Content">The body's bytes.</param>
internal sealed record ReplayAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Content)
{
    /// <summary>The body as JSON; what is not JSON, as the text <c>raw</c>.</summary>
    public JsonNode? Body { get; } = Recordings.TryParse(Content, out var isJson) is var body && isJson
        ? body
        : new JsonObject { ["raw"] = Encoding.UTF8.GetString(Content.AsSpan(0, Math.Min(Content.Length, 200))) };
}
