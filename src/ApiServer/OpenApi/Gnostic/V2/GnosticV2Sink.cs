using System.Buffers;
using Kybernet.Api.Json;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>
/// Writes a description of the API (OpenAPI 2) in the protobuf messages of gnostic. A message in a message may come in
/// parts, which readers put together; so paths and definitions go out one by one.
/// </summary>
internal sealed class GnosticSpecSink(IBufferWriter<byte> output) : ISpecSink
{
    // Fields of Document.
    private const int Swagger = 1, Info = 2, Paths = 8, Definitions = 9, SecurityRequirements = 12, SecurityDefinitions = 13;

    /// <inheritdoc/>
    public void Begin()
    {
        var info = SpecContent.Info;
        Write(new ProtobufMessage()
            .Text(Swagger, "2.0")
            .Message(Info, new ProtobufMessage().Text(1, info["title"].AsString()).Text(2, info["version"].AsString())));
    }

    /// <inheritdoc/>
    public void Path(string path, JsonObject item) =>
        Write(new ProtobufMessage().Message(Paths, new ProtobufMessage().Message(2, Named(path, GnosticPath.Item(item)))));

    /// <inheritdoc/>
    public void BeginDefinitions()
    {
    }

    /// <inheritdoc/>
    public void Definition(string name, JsonObject schema) =>
        Write(new ProtobufMessage().Message(Definitions, new ProtobufMessage().Message(1, Named(name, GnosticSchema.Of(schema)))));

    /// <inheritdoc/>
    public void End()
    {
        var security = SpecContent.Security;
        var apiKey = new ProtobufMessage()
            .Text(1, security["type"].AsString())
            .Text(2, security["name"].AsString())
            .Text(3, security["in"].AsString())
            .Text(4, security["description"].AsString());
        var item = new ProtobufMessage().Message(2, apiKey);
        Write(new ProtobufMessage()
            .Message(SecurityRequirements, new ProtobufMessage().Message(1, Named(SpecContent.SecurityName, new ProtobufMessage())))
            .Message(SecurityDefinitions, new ProtobufMessage().Message(1, Named(SpecContent.SecurityName, item))));
    }

    /// <inheritdoc/>
    public void Flush()
    {
    }

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

    private void Write(ProtobufMessage part) => output.Write(part.Encoded);
}
