using System.Buffers;
using Kybernet.Api.Json;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>Writes a description of the API (OpenAPI 3) in the protobuf messages of gnostic; piece by piece as <see cref="GnosticV2Sink"/>.</summary>
internal sealed class GnosticV3Sink(IBufferWriter<byte> output) : ISpecSink
{
    // Fields of Document, and of its Components.
    private const int OpenApi = 1, Info = 2, Paths = 4, Components = 5, Schemas = 1, SecuritySchemes = 7;

    /// <inheritdoc/>
    public void Begin()
    {
        var info = SpecContent.Info;
        Write(new ProtobufMessage()
            .Text(OpenApi, "3.0.0")
            .Message(Info, new ProtobufMessage().Text(1, info["title"].AsString()).Text(6, info["version"].AsString())));
    }

    /// <inheritdoc/>
    public void Path(string path, JsonObject item) =>
        Write(new ProtobufMessage().Message(Paths, new ProtobufMessage().Message(1, GnosticParts.Named(path, GnosticV3Path.Item(item)))));

    /// <inheritdoc/>
    public void BeginDefinitions()
    {
    }

    /// <inheritdoc/>
    public void Definition(string name, JsonObject schema) => WriteComponent(Schemas, name, GnosticV3Schema.Of(schema));

    /// <inheritdoc/>
    public void End()
    {
        var security = SpecContent.Security;
        var scheme = new ProtobufMessage()
            .Text(1, security["type"].AsString())
            .Text(2, security["description"].AsString())
            .Text(3, security["name"].AsString())
            .Text(4, security["in"].AsString());
        WriteComponent(SecuritySchemes, SpecContent.SecurityName, new ProtobufMessage().Message(1, scheme));
    }

    /// <inheritdoc/>
    public void Flush()
    {
    }

    private void WriteComponent(int kind, string name, ProtobufMessage value) => Write(new ProtobufMessage().Message(
        Components, new ProtobufMessage().Message(kind, new ProtobufMessage().Message(1, GnosticParts.Named(name, value)))));

    private void Write(ProtobufMessage part) => output.Write(part.Encoded);
}
