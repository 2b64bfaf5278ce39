using System.Buffers.Binary;

namespace Kybernet.Wire.Spdy;

/// <summary>
/// Reads frames from a connection. A DATA frame may say it is 16 MiB long; it is handed on in pieces, so that one buffer of
/// <see cref="BufferLength"/> is all it ever takes.
/// </summary>
internal sealed class SpdyFrameReader(Stream transport) : IDisposable
{
    /// <summary>The largest piece of data and the largest control frame, in bytes.</summary>
    public const int BufferLength = 32 * 1024;

    private const uint IdMask = 0x7fff_ffff;

    private readonly SpdyHeaderDecompressor _decompressor = new();
    private readonly byte[] _buffer = new byte[BufferLength];

    // What is still to come of the DATA frame that is being read.
    private uint _dataId;
    private int _dataLeft;
    private bool _dataFin;

    /// <summary>The next frame, or null where the connection ends between two frames.</summary>
    /// <exception cref="SpdyProtocolException">The bytes are not SPDY/3.1.</exception>
    /// <exception cref="EndOfStreamException">The connection ended within a frame.</exception>
    public async ValueTask<SpdyFrame?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (_dataLeft > 0) return await ReadDataAsync(cancellation);

            var header = _buffer.AsMemory(0, SpdyFrameWriter.HeaderLength);
            var got = await transport.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellation);
            if (got == 0) return null;
            if (got < header.Length) throw new EndOfStreamException("the connection ended within a frame");
            var first = BinaryPrimitives.ReadUInt32BigEndian(header.Span);
            var second = BinaryPrimitives.ReadUInt32BigEndian(header.Span[4..]);
            var (flags, length) = ((byte)(second >> 24), (int)(second & SpdyFrameWriter.MaxPayload));

            if ((first & ~IdMask) == 0)
            {
                (_dataId, _dataLeft, _dataFin) = (first, length, (flags & SpdyFrameWriter.FlagFin) != 0);
                if (length == 0) return new SpdyFrame.Data(_dataId, default, _dataFin);
                continue;
            }

            var version = first >> 16 & 0x7fff;
            if (version != SpdyFrameWriter.Version) throw new SpdyProtocolException($"version {version} is not 3");
            if (length > BufferLength) throw new SpdyProtocolException($"a control frame of {length} bytes is too large");
            await transport.ReadExactlyAsync(_buffer.AsMemory(0, length), cancellation);
            // Types that are not known are to be skipped.
            if (Decode((SpdyFrameType)(first & 0xffff), flags, _buffer.AsSpan(0, length)) is { } frame) return frame;
        }
    }

    private async ValueTask<SpdyFrame> ReadDataAsync(CancellationToken cancellation)
    {
        var piece = _buffer.AsMemory(0, Math.Min(_dataLeft, BufferLength));
        var got = await transport.ReadAsync(piece, cancellation);
        if (got == 0) throw new EndOfStreamException("the connection ended within a frame");
        _dataLeft -= got;
        return new SpdyFrame.Data(_dataId, piece[..got], _dataFin && _dataLeft == 0);
    }

    private SpdyFrame? Decode(SpdyFrameType type, byte flags, ReadOnlySpan<byte> body)
    {
        var fin = (flags & SpdyFrameWriter.FlagFin) != 0;
        return type switch
        {
            SpdyFrameType.SynStream => new SpdyFrame.SynStream(
                Id(body), HeadersAt(body, 10), fin, (flags & SpdyFrameWriter.FlagUnidirectional) != 0),
            SpdyFrameType.SynReply => new SpdyFrame.SynReply(Id(body), HeadersAt(body, 4), fin),
            SpdyFrameType.Headers => new SpdyFrame.MoreHeaders(Id(body), HeadersAt(body, 4), fin),
            SpdyFrameType.RstStream => new SpdyFrame.RstStream(Id(body), (SpdyResetStatus)Number(body, 4)),
            SpdyFrameType.Settings => new SpdyFrame.Settings(DecodeSettings(body)),
            SpdyFrameType.Ping => new SpdyFrame.Ping(Number(body, 0)),
            SpdyFrameType.GoAway => new SpdyFrame.GoAway(Id(body), (SpdyGoAwayStatus)Number(body, 4)),
            SpdyFrameType.WindowUpdate => new SpdyFrame.WindowUpdate(Id(body), Number(body, 4) & IdMask),
            _ => null,
        };
    }

    private static List<SpdySetting> DecodeSettings(ReadOnlySpan<byte> body)
    {
        var count = Number(body, 0);
        if (count != (uint)(body.Length - 4) / 8) throw new SpdyProtocolException("a SETTINGS frame has the wrong length");
        List<SpdySetting> settings = new((int)count);
        for (var at = 4; settings.Count < count; at += 8)
            settings.Add(new((byte)(Number(body, at) >> 24), Number(body, at) & 0xff_ffff, Number(body, at + 4)));
        return settings;
    }

    private Dictionary<string, string> HeadersAt(ReadOnlySpan<byte> body, int offset) => body.Length < offset
        ? throw new SpdyProtocolException("a frame is cut short")
        : SpdyHeaders.Decode(_decompressor.Decompress(body[offset..]).Span);

    private static uint Id(ReadOnlySpan<byte> body) => Number(body, 0) & IdMask;

    private static uint Number(ReadOnlySpan<byte> body, int offset) =>
        body.Length >= offset + 4 && BinaryPrimitives.TryReadUInt32BigEndian(body[offset..], out var number)
            ? number
            : throw new SpdyProtocolException("a frame is cut short");

    public void Dispose() => _decompressor.Dispose();
}
