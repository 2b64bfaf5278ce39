using System.Globalization;
using Kybernet.Wire.Streams;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Kybernet.Wire.Grpc;

/// <summary>
/// Answers gRPC calls on Kestrel: methods are mapped by path, then <see cref="HandleAsync"/> is the endpoint. All methods
/// are to be mapped before the first call.
/// </summary>
/// <param name="logger">Hears of handlers that fail in ways of which the client is told no more than that.</param>
/// <param name="time">The clock of the deadlines.</param>
/// <param name="maxReceiveBytes">The largest message taken, in bytes.</param>
public sealed partial class GrpcServer(ILogger logger, TimeProvider time, int maxReceiveBytes = 4 * 1024 * 1024)
{
    private readonly Dictionary<string, Func<HttpContext, CancellationToken, Task>> _methods = [];

    /// <summary>One request, one answer. A <see cref="GrpcException"/> of the handler becomes the call's status.</summary>
    public void MapUnary<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, Func<TRequest, GrpcServerCall<TRequest, TResponse>, Task<TResponse>> handler)
        where TRequest : class
        where TResponse : class =>
        MapDuplex(method, async call => await call.WriteAsync(await handler(await ReadOneAsync(call), call)));

    /// <summary>One request, any number of answers, which the handler writes.</summary>
    public void MapServerStream<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, Func<TRequest, GrpcServerCall<TRequest, TResponse>, Task> handler)
        where TRequest : class
        where TResponse : class =>
        MapDuplex(method, async call => await handler(await ReadOneAsync(call), call));

    /// <summary>Any number of requests and answers in any order; the call ends when the handler does.</summary>
    public void MapDuplex<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, Func<GrpcServerCall<TRequest, TResponse>, Task> handler)
        where TRequest : class
        where TResponse : class =>
        _methods.Add(method.Path, (context, cancellation) => handler(new(context, method, maxReceiveBytes, cancellation)));

    /// <summary>Answers one call. The connection must be HTTP/2.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) != true)
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        context.Response.ContentType = "application/grpc";
        LiftLimits(context);
        var status = await RunAsync(context);
        context.Response.AppendTrailer(GrpcStatus.CodeHeader, ((int)status.Code).ToString(CultureInfo.InvariantCulture));
        if (status.Detail.Length > 0) context.Response.AppendTrailer(GrpcStatus.MessageHeader, GrpcStatus.EncodeDetail(status.Detail));
    }

    private async Task<GrpcStatus> RunAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (!_methods.TryGetValue(path, out var method)) return new(GrpcStatusCode.Unimplemented, $"unknown method {path}");

        var timeout = GrpcTimeout.Parse(context.Request.Headers["grpc-timeout"].ToString());
        using var deadline = GrpcTimeout.Timer(timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, deadline?.Token ?? CancellationToken.None);
        try
        {
            await method(context, stop.Token);
            return new(GrpcStatusCode.OK, "");
        }
        catch (GrpcException e)
        {
            return new(e.Code, e.Detail);
        }
        catch (Exception e) when (stop.IsCancellationRequested && Disconnection.Is(e))
        {
            return context.RequestAborted.IsCancellationRequested
                ? new(GrpcStatusCode.Canceled, "context canceled")
                : new(GrpcStatusCode.DeadlineExceeded, "context deadline exceeded");
        }
#pragma warning disable CA1031 // The boundary: whatever a handler throws ends this call and no other.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogHandlerFailed(path, e);
            return new(GrpcStatusCode.Unknown, e.Message);
        }
    }

    private static async Task<TRequest> ReadOneAsync<TRequest, TResponse>(GrpcServerCall<TRequest, TResponse> call)
        where TRequest : class
        where TResponse : class =>
        await call.ReadAsync() ?? throw new GrpcException(GrpcStatusCode.Internal, "the client ended the call without a request");

    // A watch may last for months, and say next to nothing.
    private static void LiftLimits(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }
}
