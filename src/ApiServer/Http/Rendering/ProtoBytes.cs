using System.Buffers;

namespace Kybernet.ApiServer.Http.Rendering;

/// <summary>Writes protobuf forwards, of messages whose bytes are there already.</summary>
internal static class ProtoBytes
{
    private const int MaxVarint = 10;

    /// <summary>How many bytes a field with a number below 16 takes whose value has <paramref name="length"/> bytes.</summary>
    public static long FieldLength(long length) => 1 + VarintLength(length) + length;

    /// <summary>Writes what comes before such a value.</summary>
    public static void WriteHead(IBufferWriter<byte> output, int number, long length)
    {
        var span = output.GetSpan(1 + MaxVarint);
        span[0] = (byte)((number << 3) | 2);
        var at = 1;
        for (var rest = (ulong)length; ; rest >>= 7)
        {
            span[at++] = (byte)(rest < 0x80 ? rest : rest | 0x80);
            if (rest < 0x80) break;
        }

        output.Advance(at);
    }

    /// <summary>Writes such a field.</summary>
    public static void Write(IBufferWriter<byte> output, int number, ReadOnlySpan<byte> value)
    {
        WriteHead(output, number, value.Length);
        output.Write(value);
    }

    private static int VarintLength(long value)
    {
        var length = 1;
        for (var rest = (ulong)value >> 7; rest != 0; rest >>= 7) length++;
        return length;
    }
}
