using System.Buffers;
using System.Text.Json;
using Kybernet.Api.Json;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>Writes a description of the API as JSON, in either version.</summary>
internal sealed class JsonSpecSink(SpecDialect dialect, IBufferWriter<byte> output) : ISpecSink, IDisposable
{
    private readonly Utf8JsonWriter _writer = new(output, KubeJson.WriterOptions);

    /// <inheritdoc/>
    public void Begin()
    {
        _writer.WriteStartObject();
        if (dialect.IsV3) _writer.WriteString("openapi"u8, "3.0.0"u8);
        else _writer.WriteString("swagger"u8, "2.0"u8);
        Property("info", SpecContent.Info);
        _writer.WriteStartObject("paths"u8);
    }

    /// <inheritdoc/>
    public void Path(string path, JsonObject item) => Property(path, item);

    /// <inheritdoc/>
    public void BeginDefinitions()
    {
        _writer.WriteEndObject();
        if (dialect.IsV3)
        {
            _writer.WriteStartObject("components"u8);
            _writer.WriteStartObject("schemas"u8);
        }
        else
        {
            _writer.WriteStartObject("definitions"u8);
        }
    }

    /// <inheritdoc/>
    public void Definition(string name, JsonObject schema) => Property(name, schema);

    /// <inheritdoc/>
    public void End()
    {
        _writer.WriteEndObject();
        Property(dialect.IsV3 ? "securitySchemes" : "securityDefinitions", new JsonObject { [SpecContent.SecurityName] = SpecContent.Security });
        if (dialect.IsV3)
        {
            _writer.WriteEndObject();
        }
        else
        {
            Property("security", new JsonArray([new JsonObject { [SpecContent.SecurityName] = new JsonArray() }]));
        }

        _writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public void Flush() => _writer.Flush();

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private void Property(string name, JsonValue value)
    {
        _writer.WritePropertyName(name);
        value.Write(_writer);
    }
}
