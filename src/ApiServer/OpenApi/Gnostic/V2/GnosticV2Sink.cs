using System.Buffers;
using Kybernet.Api.Json;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>
/// Writes a description of the API (OpenAPI 2) in the protobuf messages of gnostic. A message in a message may come in
/// parts, which readers put together; so paths and definitions go out one by one.
/// </summary>
internal sealed class GnosticV2Sink(IBufferWriter<byte> output) : ISpecSink
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
        Write(new ProtobufMessage().Message(Paths, new ProtobufMessage().Message(2, GnosticParts.Named(path, GnosticV2Path.Item(item)))));

    /// <inheritdoc/>
    public void BeginDefinitions()
    {
    }

    /// <inheritdoc/>
    public void Definition(string name, JsonObject schema) =>
        Write(new ProtobufMessage().Message(Definitions, new ProtobufMessage().Message(1, GnosticParts.Named(name, GnosticV2Schema.Of(schema)))));

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
            .Message(SecurityRequirements, new ProtobufMessage().Message(1, GnosticParts.Named(SpecContent.SecurityName, new ProtobufMessage())))
            .Message(SecurityDefinitions, new ProtobufMessage().Message(1, GnosticParts.Named(SpecContent.SecurityName, item))));
    }

    /// <inheritdoc/>
    public void Flush()
    {
    }

    private void Write(ProtobufMessage part) => output.Write(part.Encoded);
}
