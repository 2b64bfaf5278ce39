using System.Text.Json.Nodes;

namespace Kybernet.ApiServer.Tests.Strategies;

/// <summary>What the strategies of a kind make of an object, without a server around them.</summary>
internal static class Answer
{
    /// <summary>The object as it would be stored, or the Status that refuses it.</summary>
    public static JsonObject ToCreate(string path, string json) => StrategyPipeline.Create(ResourcePath.Parse(path), JsonNode.Parse(json)!.AsObject());

    /// <summary>The same for a change of what was created.</summary>
    public static JsonObject ToUpdate(string path, string old, string json) =>
        StrategyPipeline.Update(ResourcePath.Parse(path), JsonNode.Parse(old)!.AsObject(), JsonNode.Parse(json)!.AsObject());

    /// <summary>What is wrong, one line a cause; nothing when the object is taken.</summary>
    public static string[] Causes(JsonObject answer) =>
        answer["kind"]?.ToString() != "Status" ? [] : [.. answer["details"]!["causes"]!.AsArray().Select(c => $"{c!["field"]}: {c["message"]}")];
}
