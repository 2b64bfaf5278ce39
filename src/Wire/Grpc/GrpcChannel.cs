using System.Runtime.CompilerServices;

namespace Kybernet.Wire.Grpc;

/// <summary>
/// A gRPC client: HTTP/2 to one server over a unix socket or TCP. It connects at the first call and again whenever the
/// connection is lost; many calls share a connection. Safe for use by several threads.
/// </summary>
public sealed class GrpcChannel : IDisposable
{
    internal HttpMessageInvoker Http { get; }
    internal Uri Address { get; }
    internal GrpcChannelOptions Options { get; }

    private GrpcChannel(Uri address, GrpcChannelOptions options, Func<CancellationToken, ValueTask<Stream>>? connect)
    {
        Address = address;
        Options = options;
        SocketsHttpHandler handler = new()
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            KeepAlivePingDelay = options.KeepAlive ?? Timeout.InfiniteTimeSpan,
            KeepAlivePingTimeout = options.KeepAliveTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
        if (options.Tls is not null) handler.SslOptions = options.Tls;
        if (connect is not null) handler.ConnectCallback = (_, cancellation) => connect(cancellation);
        Http = new(handler, disposeHandler: true);
    }

    /// <summary>A channel to the server that listens on the unix socket at <paramref name="path"/>.</summary>
    public static GrpcChannel ForUnixSocket(string path, GrpcChannelOptions? options = null) =>
        new(new("http://localhost/"), options ?? new(), cancellation => UnixSocket.ConnectAsync(path, cancellation));

    /// <summary>
    /// A channel over TCP: <c>http://host:port</c> for HTTP/2 without TLS (prior knowledge), <c>https://</c> for TLS.
    /// </summary>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions? options = null) => new(address, options ?? new(), null);

    /// <summary>One request, one answer.</summary>
    /// <exception cref="GrpcException">The status was not OK, or there was no connection.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public async Task<TResponse> UnaryAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, GrpcCallOptions? options = null, CancellationToken cancellation = default)
        where TRequest : class
        where TResponse : class
    {
        using GrpcCall<TRequest, TResponse> call = new(this, method, options ?? GrpcCallOptions.Default, cancellation);
        await call.StartAsync(new ReadOnlyMemoryContent(call.Encode(request)));
        var response = await call.ReadAsync() ?? throw BrokenUnary("no answer");
        if (await call.ReadAsync() is not null) throw BrokenUnary("two answers");
        return response;
    }

    /// <summary>One request, any number of answers; the call starts when the enumeration does and ends with it.</summary>
    /// <exception cref="GrpcException">While enumerating: the status was not OK, or the connection was lost.</exception>
    public async IAsyncEnumerable<TResponse> ServerStreamAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, GrpcCallOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
        where TRequest : class
        where TResponse : class
    {
        using GrpcCall<TRequest, TResponse> call = new(this, method, options ?? GrpcCallOptions.Default, cancellation);
        await call.StartAsync(new ReadOnlyMemoryContent(call.Encode(request)));
        while (await call.ReadAsync() is { } response) yield return response;
    }

    /// <summary>Any number of requests and answers, in any order. The call starts at once.</summary>
    public GrpcDuplexCall<TRequest, TResponse> Duplex<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, GrpcCallOptions? options = null, CancellationToken cancellation = default)
        where TRequest : class
        where TResponse : class =>
        new(new(this, method, options ?? GrpcCallOptions.Default, cancellation));

    private static GrpcException BrokenUnary(string answers) =>
        new(GrpcStatusCode.Internal, $"the server gave {answers} to a unary call");

    /// <summary>Closes the connections; calls that still run fail.</summary>
    public void Dispose() => Http.Dispose();
}
