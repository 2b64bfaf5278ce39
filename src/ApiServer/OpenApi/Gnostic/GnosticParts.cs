using Kybernet.Api.Json;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>What gnostic's messages for both versions of OpenAPI have in common.</summary>
internal static class GnosticParts
{
    /// <summary>A pair of a map: gnostic writes maps as lists of them.</summary>
    public static ProtobufMessage Named(string name, ProtobufMessage value) => new ProtobufMessage().Text(1, name).Message(2, value);

    /// <summary>The extensions of an object, their values as YAML (which JSON is).</summary>
    public static IEnumerable<ProtobufMessage> Extensions(JsonObject json) =>
        from field in json
        where field.Key.StartsWith("x-", StringComparison.Ordinal)
        select Named(field.Key, new ProtobufMessage().Text(2, field.Value.ToString()));

    /// <summary>The strings of an array.</summary>
    public static IEnumerable<string> Strings(JsonValue array)
    {
        if (array.ArrayOrNull is not { } values) yield break;
        for (var i = 0; i < values.Count; i++) yield return values[i].AsString();
    }

    /// <summary>The objects of an array.</summary>
    public static IEnumerable<JsonObject> Objects(JsonValue array)
    {
        if (array.ArrayOrNull is not { } values) yield break;
        for (var i = 0; i < values.Count; i++) yield return values[i].AsObject();
    }
}
