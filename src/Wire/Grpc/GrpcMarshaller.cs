using System.Buffers;
using Google.Protobuf;

namespace Kybernet.Wire.Grpc;

/// <summary>How messages of one type become bytes and come back.</summary>
/// <param name="Write">Appends the encoded message.</param>
/// <param name="Read">Decodes a whole message; it may not keep the bytes.</param>
public sealed record GrpcMarshaller<T>(Action<T, IBufferWriter<byte>> Write, Func<ReadOnlySequence<byte>, T> Read)
    where T : class;

/// <summary>The marshaller of a generated protobuf message.</summary>
internal static class ProtobufMarshaller<T> where T : class, IMessage<T>, new()
{
    private static readonly MessageParser<T> Parser = new(static () => new T());

    public static GrpcMarshaller<T> Instance { get; } =
        new(static (message, output) => message.WriteTo(output), static bytes => Parser.ParseFrom(bytes));
}
