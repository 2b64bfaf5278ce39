using System.Buffers;

namespace Kybernet.Wire.Spdy;

/// <summary>Decompresses the header blocks of one direction of a session, in the order in which they arrive.</summary>
internal sealed unsafe class SpdyHeaderDecompressor : IDisposable
{
    /// <summary>The largest block taken, in bytes; a few compressed bytes could otherwise fill the memory.</summary>
    public const int MaxBlock = 64 * 1024;

    private readonly ZlibHandle _zlib = ZlibHandle.Inflater();

    /// <exception cref="SpdyProtocolException">The bytes are not zlib's, or give more than <see cref="MaxBlock"/>.</exception>
    public ReadOnlyMemory<byte> Decompress(ReadOnlySpan<byte> compressed)
    {
        ArrayBufferWriter<byte> output = new(256);
        var state = _zlib.State;
        fixed (byte* input = compressed)
        {
            state->NextIn = input;
            state->AvailableIn = (uint)compressed.Length;
            while (Step(state, output))
            {
                if (output.WrittenCount > MaxBlock) throw new SpdyProtocolException($"a header block is larger than {MaxBlock} bytes");
            }
        }

        return output.WrittenMemory;
    }

    /// <summary>Inflates some bytes; false when all are out.</summary>
    private static bool Step(Zlib.State* state, ArrayBufferWriter<byte> output)
    {
        var room = output.GetSpan(1024);
        fixed (byte* to = room)
        {
            state->NextOut = to;
            state->AvailableOut = (uint)room.Length;
            var result = Zlib.Inflate(state, Zlib.SyncFlush);
            output.Advance(room.Length - (int)state->AvailableOut);
            switch (result)
            {
                case Zlib.NeedDictionary:
                    fixed (byte* dictionary = SpdyDictionary.Bytes)
                        result = Zlib.InflateSetDictionary(state, dictionary, (uint)SpdyDictionary.Bytes.Length);
                    return result == Zlib.Ok ? true : throw new SpdyProtocolException("the headers need another dictionary than SPDY/3's");
                case Zlib.Ok:
                    return state->AvailableIn > 0 || state->AvailableOut == 0;
                case Zlib.BufferError:
                    return false;
                default:
                    throw new SpdyProtocolException($"the headers cannot be decompressed: zlib error {result}");
            }
        }
    }

    public void Dispose() => _zlib.Dispose();
}
