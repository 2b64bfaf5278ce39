using System.Net;
using System.Net.Http.Headers;

namespace Kybernet.Wire.Grpc;

/// <summary>
/// One call on the wire: sends the request, reads messages, and turns whatever goes wrong (a status, a deadline, a
/// broken connection) into the one <see cref="GrpcException"/> that says so.
/// </summary>
internal sealed class GrpcCall<TRequest, TResponse> : IDisposable
    where TRequest : class
    where TResponse : class
{
    private static readonly MediaTypeHeaderValue ContentType = new("application/grpc");

    private readonly GrpcChannel _channel;
    private readonly GrpcMethod<TRequest, TResponse> _method;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource? _deadline;
    private readonly CancellationTokenSource _stop;
    private readonly HttpRequestMessage _request;
    private HttpResponseMessage? _response;
    private Stream? _body;

    public GrpcCall(GrpcChannel channel, GrpcMethod<TRequest, TResponse> method, GrpcCallOptions options, CancellationToken cancellation)
    {
        _channel = channel;
        _method = method;
        _caller = cancellation;
        _deadline = GrpcTimeout.Timer(options.Timeout, channel.Options.Time);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _deadline?.Token ?? CancellationToken.None);
        _request = new(HttpMethod.Post, new Uri(channel.Address, method.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        _request.Headers.TE.Add(new("trailers"));
        _request.Headers.UserAgent.Add(new("grpc-kybernet", "0.1"));
        if (options.Timeout is { } t) _request.Headers.Add("grpc-timeout", GrpcTimeout.Format(t));
        foreach (var (name, value) in options.Headers) _request.Headers.Add(name, value);
    }

    /// <summary>The frame of a request.</summary>
    public ReadOnlyMemory<byte> Encode(TRequest request) => GrpcFrames.Encode(request, _method.Request, _channel.Options.MaxSendBytes);

    /// <summary>Sends the request; completes when the server's headers are there.</summary>
    public async Task StartAsync(HttpContent content)
    {
        content.Headers.ContentType = ContentType;
        _request.Content = content;
        try
        {
            _response = await _channel.Http.SendAsync(_request, _stop.Token);
            // An answer of headers alone carries the status in them ("trailers-only").
            if (GrpcStatus.Find(_response.Headers) is { } early && early.Code != GrpcStatusCode.OK) throw early.ToException();
            if (_response.StatusCode != HttpStatusCode.OK) throw GrpcStatus.FromHttp(_response.StatusCode).ToException();
            var type = _response.Content.Headers.ContentType;
            if (type?.MediaType is not { } name || !name.StartsWith("application/grpc", StringComparison.Ordinal))
                throw new GrpcException(GrpcStatusCode.Unknown, $"unexpected content-type \"{type}\"");
            _body = await _response.Content.ReadAsStreamAsync(_stop.Token);
        }
        catch (Exception e) when (Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>The next message, or null once the server has ended the call with OK.</summary>
    public async ValueTask<TResponse?> ReadAsync()
    {
        try
        {
            var message = await GrpcFrames.ReadAsync(_body!, _method.Response, _channel.Options.MaxReceiveBytes, _stop.Token);
            if (message is not null) return message;
            var status = GrpcStatus.Find(_response!.TrailingHeaders) ?? GrpcStatus.Find(_response.Headers)
                ?? new(GrpcStatusCode.Internal, "server closed the stream without sending trailers");
            return status.Code == GrpcStatusCode.OK ? null : throw status.ToException();
        }
        catch (Exception e) when (Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>What <paramref name="error"/> means to the caller; null when it already is what the caller should see.</summary>
    public Exception? Translate(Exception error) => error switch
    {
        GrpcException => null,
        _ when _caller.IsCancellationRequested => new OperationCanceledException(_caller),
        _ when _deadline is { IsCancellationRequested: true } =>
            new GrpcException(GrpcStatusCode.DeadlineExceeded, "context deadline exceeded", error),
        _ when _stop.IsCancellationRequested => new OperationCanceledException("the call was given up", error),
        HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException =>
            GrpcStatus.FromTransport(error).ToException(error),
        _ => null,
    };

    /// <summary>Gives the call up, also while it is still waiting for the server's headers; after its end it does nothing.</summary>
    public void Cancel()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // A caller's own token may fire whenever it likes: this call is over, and there is nothing to give up.
        }
    }

    /// <summary>Frees the stream; when the call is not over it is reset, which tells the server.</summary>
    public void Dispose()
    {
        _response?.Dispose();
        _request.Dispose();
        _stop.Dispose();
        _deadline?.Dispose();
    }
}
