using System.Buffers;
using System.Text.Json;

namespace Kybernet.Api.Json;

/// <summary>Writes trees as Go's encoder writes them.</summary>
internal static class JsonTreeWriter
{
    public static byte[] Encode(JsonValue value)
    {
        ArrayBufferWriter<byte> buffer = new(256);
        using Utf8JsonWriter writer = new(buffer, KubeJson.WriterOptions);
        Write(writer, value, depth: 0);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static void Write(Utf8JsonWriter writer, JsonValue value, int depth)
    {
        switch (value.Kind)
        {
            case JsonKind.Null:
                writer.WriteNullValue();
                break;
            case JsonKind.Boolean:
                writer.WriteBooleanValue(value.AsBoolean());
                break;
            case JsonKind.Integer:
                writer.WriteNumberValue(value.AsInteger());
                break;
            case JsonKind.Float:
                KubeJson.WriteNumber(writer, value.AsNumber());
                break;
            case JsonKind.String:
                writer.WriteStringValue(value.AsString());
                break;
            case JsonKind.Array:
                depth = KubeJson.Deeper(depth);
                writer.WriteStartArray();
                foreach (var item in value.AsArray()) Write(writer, item, depth);
                writer.WriteEndArray();
                break;
            default:
                depth = KubeJson.Deeper(depth);
                writer.WriteStartObject();
                foreach (var (name, field) in value.AsObject())
                {
                    writer.WritePropertyName(name);
                    Write(writer, field, depth);
                }

                writer.WriteEndObject();
                break;
        }
    }
}
