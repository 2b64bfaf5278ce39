using System.Text.Json;

namespace Kybernet.Client;

/// <summary>Takes a list's body apart without copying: every item is a slice of it.</summary>
internal static class ListBody
{
    public static TransportList Read(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = 512 });
        List<TransportObject> items = [];
        string revision = "", token = "";
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8)) ReadMetadata(ref reader, ref revision, ref token);
            else if (reader.ValueTextEquals("items"u8)) ReadItems(ref reader, body, items);
            else reader.Skip();
        }

        return new TransportList(items, revision, token);
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, ref string revision, ref string token)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("resourceVersion"u8)) revision = ReadString(ref reader);
            else if (reader.ValueTextEquals("continue"u8)) token = ReadString(ref reader);
            else reader.Skip();
        }
    }

    private static void ReadItems(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, List<TransportObject> items)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return;
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("items is no list");
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add(new TransportObject(body[start..(int)reader.BytesConsumed]));
        }
    }

    private static string ReadString(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString() ?? "";
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type) throw new JsonException("not a Kubernetes list");
    }
}
