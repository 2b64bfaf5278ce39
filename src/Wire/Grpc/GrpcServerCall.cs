using Microsoft.AspNetCore.Http;

namespace Kybernet.Wire.Grpc;

/// <summary>One call on the server's side: what the client says, and the way to answer. Writers may be several.</summary>
public sealed class GrpcServerCall<TRequest, TResponse>
    where TRequest : class
    where TResponse : class
{
    private readonly HttpContext _context;
    private readonly GrpcMethod<TRequest, TResponse> _method;
    private readonly int _maxBytes;
    private readonly SemaphoreSlim _writing = new(1);

    internal GrpcServerCall(HttpContext context, GrpcMethod<TRequest, TResponse> method, int maxBytes, CancellationToken cancellation) =>
        (_context, _method, _maxBytes, Cancellation) = (context, method, maxBytes, cancellation);

    /// <summary>Cancelled when the client has given the call up or its deadline has passed.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>A header (gRPC's metadata) that the client sent, such as etcd's token; null when there is none.</summary>
    public string? Header(string name) => _context.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>The next message, or null when the client says no more.</summary>
    /// <exception cref="GrpcException">The message is broken or too large.</exception>
    public ValueTask<TRequest?> ReadAsync() => ReadAsync(Cancellation);

    /// <summary>The same, given up when <paramref name="stop"/> says so: a token made from <see cref="Cancellation"/>.</summary>
    /// <exception cref="GrpcException">The message is broken or too large.</exception>
    public ValueTask<TRequest?> ReadAsync(CancellationToken stop) =>
        GrpcFrames.ReadAsync(_context.Request.Body, _method.Request, _maxBytes, stop);

    /// <summary>Sends one message.</summary>
    public async ValueTask WriteAsync(TResponse response)
    {
        var frame = GrpcFrames.Encode(response, _method.Response, int.MaxValue);
        await _writing.WaitAsync(Cancellation);
        try
        {
            await _context.Response.Body.WriteAsync(frame, Cancellation);
            await _context.Response.Body.FlushAsync(Cancellation);
        }
        finally
        {
            _writing.Release();
        }
    }
}
