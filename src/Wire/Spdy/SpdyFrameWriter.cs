using System.Buffers;
using System.Buffers.Binary;

namespace Kybernet.Wire.Spdy;

/// <summary>
/// Encodes frames. It owns the session's header compression, so all frames of one direction go through one writer, in the
/// order in which they are sent.
/// </summary>
internal sealed class SpdyFrameWriter : IDisposable
{
    public const int HeaderLength = 8;
    public const ushort Version = 3;
    public const byte FlagFin = 1;
    public const byte FlagUnidirectional = 2;

    /// <summary>The length of a frame is told in 24 bits.</summary>
    public const int MaxPayload = (1 << 24) - 1;

    private readonly SpdyHeaderCompressor _compressor = new();
    private readonly ArrayBufferWriter<byte> _plain = new(256);
    private readonly ArrayBufferWriter<byte> _body = new(256);

    public void Write(SpdyFrame frame, IBufferWriter<byte> output)
    {
        if (frame is SpdyFrame.Data data)
        {
            PutNumber(data.Id, output);
            PutNumber(FlagsAndLength(data.Fin ? FlagFin : (byte)0, data.Payload.Length), output);
            output.Write(data.Payload.Span);
            return;
        }

        _body.ResetWrittenCount();
        var (type, flags) = WriteBody(frame);
        PutNumber(0x8000_0000 | Version << 16 | (uint)type, output);
        PutNumber(FlagsAndLength(flags, _body.WrittenCount), output);
        output.Write(_body.WrittenSpan);
    }

    private (SpdyFrameType Type, byte Flags) WriteBody(SpdyFrame frame)
    {
        switch (frame)
        {
            case SpdyFrame.SynStream syn:
                PutNumber(syn.Id, _body);
                PutNumber(0, _body); // not associated with another stream
                _body.Write((ReadOnlySpan<byte>)[0, 0]); // priority and credential slot
                PutHeaders(syn.Headers);
                return (SpdyFrameType.SynStream, (byte)((syn.Fin ? FlagFin : 0) | (syn.Unidirectional ? FlagUnidirectional : 0)));
            case SpdyFrame.SynReply reply:
                PutNumber(reply.Id, _body);
                PutHeaders(reply.Headers);
                return (SpdyFrameType.SynReply, reply.Fin ? FlagFin : (byte)0);
            case SpdyFrame.MoreHeaders headers:
                PutNumber(headers.Id, _body);
                PutHeaders(headers.Values);
                return (SpdyFrameType.Headers, headers.Fin ? FlagFin : (byte)0);
            case SpdyFrame.RstStream reset:
                PutNumber(reset.Id, _body);
                PutNumber((uint)reset.Status, _body);
                return (SpdyFrameType.RstStream, 0);
            case SpdyFrame.Settings settings:
                PutNumber((uint)settings.Values.Count, _body);
                foreach (var setting in settings.Values)
                {
                    PutNumber((uint)setting.Flags << 24 | setting.Id, _body);
                    PutNumber(setting.Value, _body);
                }

                return (SpdyFrameType.Settings, 0);
            case SpdyFrame.Ping ping:
                PutNumber(ping.Id, _body);
                return (SpdyFrameType.Ping, 0);
            case SpdyFrame.GoAway away:
                PutNumber(away.LastGoodId, _body);
                PutNumber((uint)away.Status, _body);
                return (SpdyFrameType.GoAway, 0);
            case SpdyFrame.WindowUpdate window:
                PutNumber(window.Id, _body);
                PutNumber(window.Delta, _body);
                return (SpdyFrameType.WindowUpdate, 0);
            default:
                throw new ArgumentException($"{frame.GetType().Name} is no control frame", nameof(frame));
        }
    }

    private void PutHeaders(IReadOnlyDictionary<string, string> headers)
    {
        _plain.ResetWrittenCount();
        SpdyHeaders.Encode(headers, _plain);
        _compressor.Compress(_plain.WrittenSpan, _body);
    }

    private static uint FlagsAndLength(byte flags, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaxPayload);
        return (uint)flags << 24 | (uint)length;
    }

    private static void PutNumber(uint number, IBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteUInt32BigEndian(output.GetSpan(4), number);
        output.Advance(4);
    }

    public void Dispose() => _compressor.Dispose();
}
