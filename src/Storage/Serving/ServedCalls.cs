using Kybernet.Wire.Grpc;

namespace Kybernet.Storage.Serving;

/// <summary>Maps methods whose refusals by the store become etcd's errors.</summary>
internal static class ServedCalls
{
    public static void Serve<TRequest, TResponse>(
        this GrpcServer server, GrpcMethod<TRequest, TResponse> method, Func<TRequest, CancellationToken, ValueTask<TResponse>> handler)
        where TRequest : class
        where TResponse : class =>
        server.MapUnary(method, async (request, call) =>
        {
            try
            {
                return await handler(request, call.Cancellation);
            }
            catch (StoreException refusal)
            {
                throw EtcdError.Of(refusal);
            }
        });
}
