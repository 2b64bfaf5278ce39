using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Kybernet.Wire.Spdy;

/// <summary>
/// The headers of a stream: names in lower case, several values of one name joined by NUL; and their plain form, a count
/// followed by names and values, each with its length before it.
/// </summary>
internal static class SpdyHeaders
{
    /// <summary>Reads a (decompressed) block.</summary>
    /// <exception cref="SpdyProtocolException">The block is cut short, or a name is missing or there twice.</exception>
    public static Dictionary<string, string> Decode(ReadOnlySpan<byte> block)
    {
        var count = TakeNumber(ref block);
        // Each header takes at least its two lengths: a count beyond that is a lie, and memory is not set aside for lies.
        if (count > (uint)block.Length / 8) throw new SpdyProtocolException("a header block is cut short");
        Dictionary<string, string> headers = new((int)count, StringComparer.OrdinalIgnoreCase);
        for (; count > 0; count--)
        {
            var name = TakeText(ref block);
            if (name.Length == 0 || !headers.TryAdd(name, TakeText(ref block)))
                throw new SpdyProtocolException($"the header \"{name}\" has no name or is there twice");
        }

        return headers;
    }

    /// <summary>Writes the plain block.</summary>
    public static void Encode(IReadOnlyDictionary<string, string> headers, IBufferWriter<byte> output)
    {
        PutNumber((uint)headers.Count, output);
        foreach (var (name, value) in headers)
        {
            PutText(name.ToLowerInvariant(), output);
            PutText(value, output);
        }
    }

    private static uint TakeNumber(ref ReadOnlySpan<byte> block)
    {
        if (!BinaryPrimitives.TryReadUInt32BigEndian(block, out var number)) throw new SpdyProtocolException("a header block is cut short");
        block = block[4..];
        return number;
    }

    private static string TakeText(ref ReadOnlySpan<byte> block)
    {
        var length = TakeNumber(ref block);
        if (length > block.Length) throw new SpdyProtocolException("a header block is cut short");
        var text = Encoding.UTF8.GetString(block[..(int)length]);
        block = block[(int)length..];
        return text;
    }

    private static void PutNumber(uint number, IBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(4), number);
        output.Advance(4);
    }

    private static void PutText(string text, IBufferWriter<byte> output)
    {
        PutNumber((uint)Encoding.UTF8.GetByteCount(text), output);
        Encoding.UTF8.GetBytes(text, output);
    }
}
