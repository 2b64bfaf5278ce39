using System.Buffers.Binary;

namespace Kybernet.Cluster.Bench.Http2;

/// <summary>HTTP/2's frames (RFC 9113): a head of nine bytes, then the payload.</summary>
internal static class Frame
{
    public const int HeadLength = 9;
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte Reset = 3;
    public const byte Settings = 4;
    public const byte Ping = 6;
    public const byte GoAway = 7;
    public const byte WindowUpdate = 8;

    public const byte EndStream = 1;
    public const byte Ack = 1;
    public const byte EndHeaders = 4;
    public const byte Padded = 8;
    public const byte Priority = 0x20;

    public static void WriteHead(Span<byte> target, int length, byte type, byte flags, int stream)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target, (uint)length << 8 | type);
        target[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(target[5..], stream);
    }

    /// <summary>A frame whose payload is one number.</summary>
    public static void WriteNumber(Span<byte> target, byte type, int stream, int number)
    {
        WriteHead(target, 4, type, 0, stream);
        BinaryPrimitives.WriteInt32BigEndian(target[HeadLength..], number);
    }

    /// <summary>The payload without padding and priority.</summary>
    public static ReadOnlySpan<byte> Content(ReadOnlySpan<byte> payload, byte flags)
    {
        if ((flags & Padded) != 0) payload = payload[1..^payload[0]];
        return (flags & Priority) != 0 ? payload[5..] : payload;
    }
}
