using System.Buffers;

namespace Kybernet.Wire.Spdy;

/// <summary>
/// Compresses the header blocks of one direction of a session. Blocks build on each other, so they must be sent in the
/// order in which they are compressed.
/// </summary>
internal sealed unsafe class SpdyHeaderCompressor : IDisposable
{
    private readonly ZlibHandle _zlib = ZlibHandle.Deflater();

    public void Compress(ReadOnlySpan<byte> block, IBufferWriter<byte> output)
    {
        var state = _zlib.State;
        fixed (byte* input = block)
        {
            state->NextIn = input;
            state->AvailableIn = (uint)block.Length;
            do
            {
                var room = output.GetSpan(1024);
                fixed (byte* to = room)
                {
                    state->NextOut = to;
                    state->AvailableOut = (uint)room.Length;
                    var result = Zlib.Deflate(state, Zlib.SyncFlush);
                    if (result is not (Zlib.Ok or Zlib.BufferError)) throw new InvalidOperationException($"zlib error {result}");
                    output.Advance(room.Length - (int)state->AvailableOut);
                }
            }
            // All is out when zlib leaves room unused.
            while (state->AvailableOut == 0);
        }
    }

    public void Dispose() => _zlib.Dispose();
}
