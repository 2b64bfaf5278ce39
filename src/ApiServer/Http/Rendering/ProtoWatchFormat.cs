using System.Buffers;
using System.Buffers.Binary;
using Kybernet.Api;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Http.Negotiation;
using Kybernet.Client;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>
/// A watch as protobuf: four bytes of length, big-endian, before each WatchEvent, which stands there without an envelope and
/// has its object in one.
/// </summary>
/// <param name="representation">As what objects are written.</param>
internal sealed class ProtoWatchFormat(Representation representation) : IWatchFormat
{
    private const int LengthBytes = 4;
    private const int TypeField = 1, ObjectField = 2, RawField = 1;
    private static readonly object[] Keys = [new(), new(), new()];

    /// <inheritdoc/>
    public string ContentType => MediaTypes.Streams[1];

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output, WatchEventType type, ObjectEntry entry) => Write(output, Name(type), entry.Rendered(Key(), 0, Field));

    /// <summary>Writes the event that tells an error, and is the last.</summary>
    public static void WriteError(IBufferWriter<byte> output, Status status) => Write(output, "ERROR"u8, Field(KubeCodec.EncodeProto(status)));

    private static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> type, byte[] field)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(LengthBytes), (int)ProtoBytes.FieldLength(type.Length) + field.Length);
        output.Advance(LengthBytes);
        ProtoBytes.Write(output, TypeField, type);
        output.Write(field);
    }

    private static ReadOnlySpan<byte> Name(WatchEventType type) => type switch
    {
        WatchEventType.Added => "ADDED"u8,
        WatchEventType.Modified => "MODIFIED"u8,
        WatchEventType.Deleted => "DELETED"u8,
        _ => "BOOKMARK"u8,
    };

    private byte[] Field(ObjectEntry entry)
    {
        ArrayBufferWriter<byte> proto = new(entry.Size);
        ProtoObject.Write(proto, entry, representation);
        return Field(proto.WrittenSpan);
    }

    /// <summary>The event's field with the object, a RawExtension: all of an event that its watchers share.</summary>
    private static byte[] Field(ReadOnlySpan<byte> envelope)
    {
        ArrayBufferWriter<byte> field = new(envelope.Length + 16);
        ProtoBytes.WriteHead(field, ObjectField, ProtoBytes.FieldLength(envelope.Length));
        ProtoBytes.Write(field, RawField, envelope);
        return field.WrittenSpan.ToArray();
    }

    private object Key() => Keys[representation.Form == ObjectForm.Whole ? 0 : representation.Version == "v1" ? 1 : 2];
}
