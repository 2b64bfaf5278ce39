using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Kybernet.Wire.Grpc;

/// <summary>
/// gRPC's framing: every message is preceded by one byte (compressed or not) and its length in four. Compression is never
/// announced by us, so a compressed message is an error.
/// </summary>
internal static class GrpcFrames
{
    private const int HeaderLength = 5;

    /// <summary>The frame of one message, ready to be sent.</summary>
    /// <exception cref="GrpcException">The message is larger than <paramref name="maxBytes"/>.</exception>
    public static ReadOnlyMemory<byte> Encode<T>(T message, GrpcMarshaller<T> marshaller, int maxBytes) where T : class
    {
        ArrayBufferWriter<byte> output = new();
        output.GetSpan(HeaderLength)[..HeaderLength].Clear();
        output.Advance(HeaderLength);
        marshaller.Write(message, output);

        var length = output.WrittenCount - HeaderLength;
        if (length > maxBytes) throw TooLarge("send", length, maxBytes);
        // Only now is the length known: it goes back into the place kept for it.
        var frame = MemoryMarshal.AsMemory(output.WrittenMemory);
        BinaryPrimitives.WriteInt32BigEndian(frame.Span[1..], length);
        return frame;
    }

    /// <summary>Reads the next message, or null where the stream ends between two messages.</summary>
    /// <exception cref="GrpcException">The frame is cut short, compressed, larger than allowed, or not decodable.</exception>
    public static async ValueTask<T?> ReadAsync<T>(
        Stream stream, GrpcMarshaller<T> marshaller, int maxBytes, CancellationToken cancellation) where T : class
    {
        var header = new byte[HeaderLength];
        var got = await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellation);
        if (got == 0) return null;
        if (got < HeaderLength) throw CutShort();
        if (header[0] != 0)
            throw new GrpcException(GrpcStatusCode.Internal, "a compressed message was received, but compression was not agreed on");
        var length = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(1));
        if (length > maxBytes) throw TooLarge("receive", length, maxBytes);

        var payload = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            var body = payload.AsMemory(0, (int)length);
            if (await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellation) < body.Length) throw CutShort();
            return marshaller.Read(new ReadOnlySequence<byte>(body));
        }
        catch (Google.Protobuf.InvalidProtocolBufferException e)
        {
            throw new GrpcException(GrpcStatusCode.Internal, $"the message cannot be decoded: {e.Message}", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(payload);
        }
    }

    private static GrpcException CutShort() => new(GrpcStatusCode.Internal, "the stream ended within a message");

    private static GrpcException TooLarge(string verb, long length, int maxBytes) =>
        new(GrpcStatusCode.ResourceExhausted, $"trying to {verb} message larger than max ({length} vs. {maxBytes})");
}
