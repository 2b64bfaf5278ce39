using Google.Protobuf;

namespace Kybernet.Wire.Grpc;

/// <summary>One method of a service: where it is and how its messages are encoded.</summary>
/// <param name="Path">The HTTP/2 path, <c>/package.Service/Method</c>.</param>
/// <param name="Request">Encodes what the client says.</param>
/// <param name="Response">Encodes what the server answers.</param>
public sealed record GrpcMethod<TRequest, TResponse>(
    string Path, GrpcMarshaller<TRequest> Request, GrpcMarshaller<TResponse> Response)
    where TRequest : class
    where TResponse : class;

/// <summary>Makes <see cref="GrpcMethod{TRequest, TResponse}"/>s.</summary>
public static class GrpcMethod
{
    /// <summary>A method whose messages are generated protobuf classes.</summary>
    /// <param name="path">The HTTP/2 path, <c>/package.Service/Method</c>.</param>
    public static GrpcMethod<TRequest, TResponse> Protobuf<TRequest, TResponse>(string path)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() =>
        new(path, ProtobufMarshaller<TRequest>.Instance, ProtobufMarshaller<TResponse>.Instance);
}
