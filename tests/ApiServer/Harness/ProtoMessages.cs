using System.Buffers.Binary;
using Kybernet.Api;
using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer.Tests.Harness;

/// <summary>Reads upstream's protobuf as its clients do, without the code that writes it.</summary>
internal static class ProtoMessages
{
    /// <summary>An object in its envelope.</summary>
    public static T Decode<T>(byte[] body) where T : KubeKind, new()
    {
        T value = new();
        KubeCodec.DecodeProtoInto(value, body);
        return value;
    }

    /// <summary>A list in its envelope: field 1 is the metadata, each field 2 an item.</summary>
    public static (string Kind, ListMeta Metadata, List<T> Items) DecodeList<T>(byte[] body) where T : KubeKind, new()
    {
        var envelope = ProtoEnvelope.Read(body);
        ListMeta metadata = new();
        List<T> items = [];
        foreach (var (number, value) in Fields(envelope.Raw.ToArray()))
        {
            if (number == 1) KubeCodec.DecodeProtoFields(metadata, value);
            if (number != 2) continue;
            T item = new();
            KubeCodec.DecodeProtoFields(item, value);
            items.Add(item);
        }

        return ($"{envelope.ApiVersion} {envelope.Kind}", metadata, items);
    }

    /// <summary>The events of a watch: four bytes of length, then the type (1) and the object (2), of which 1 is an envelope.</summary>
    public static List<(string Type, T Object)> Events<T>(byte[] body) where T : KubeKind, new()
    {
        List<(string, T)> events = [];
        for (var at = 0; at < body.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(at));
            var fields = Fields(body[(at + 4)..(at + 4 + length)]);
            events.Add((System.Text.Encoding.UTF8.GetString(fields[0].Value), Decode<T>(Fields(fields[1].Value)[0].Value)));
            at += 4 + length;
        }

        return events;
    }

    // Only fields with a length: there are no others in lists and events.
    private static List<(int Number, byte[] Value)> Fields(byte[] message)
    {
        List<(int, byte[])> fields = [];
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            var length = Varint(message, ref at);
            if (tag % 8 != 2) throw new FormatException($"field {tag / 8} has no length");
            fields.Add((tag / 8, message[at..(at + length)]));
            at += length;
        }

        return fields;
    }

    private static int Varint(byte[] message, ref int at)
    {
        var value = 0;
        for (var shift = 0; ; shift += 7)
        {
            value |= (message[at] & 0x7F) << shift;
            if (message[at++] < 0x80) return value;
        }
    }
}
