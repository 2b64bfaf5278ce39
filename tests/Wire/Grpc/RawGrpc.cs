using System.Buffers.Binary;
using Google.Protobuf;
using Kybernet.Wire.Cri;
using Kybernet.Wire.Grpc;
using Kybernet.Wire.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Kybernet.Wire.Tests.Grpc;

/// <summary>A gRPC server written down byte by byte, so that it can also do what a good one never does.</summary>
internal static class RawGrpc
{
    public static readonly GrpcMethod<VersionRequest, VersionResponse> Echo = GrpcMethod.Protobuf<VersionRequest, VersionResponse>("/test.Echo/Say");

    public static Task<LoopbackServer> StartAsync(RequestDelegate handle) => LoopbackServer.StartAsync(
        context =>
        {
            context.Response.ContentType = "application/grpc";
            return handle(context);
        },
        HttpProtocols.Http2);

    public static byte[] Frame(IMessage message)
    {
        var frame = new byte[5 + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - 5);
        message.WriteTo(frame.AsSpan(5));
        return frame;
    }

    public static async Task SayAsync(this HttpContext context, string version)
    {
        await context.Response.Body.WriteAsync(Frame(new VersionResponse { Version = version }));
        await context.Response.Body.FlushAsync();
    }

    /// <summary>The version of the next request, or null when the client is done.</summary>
    public static async Task<string?> HearAsync(this HttpContext context)
    {
        var header = new byte[5];
        if (await context.Request.Body.ReadAtLeastAsync(header, 5, throwOnEndOfStream: false) == 0) return null;
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1))];
        await context.Request.Body.ReadExactlyAsync(body);
        return VersionRequest.Parser.ParseFrom(body).Version;
    }

    public static void End(this HttpContext context, int code, string? message = null)
    {
        context.Response.AppendTrailer("grpc-status", code.ToString());
        if (message is not null) context.Response.AppendTrailer("grpc-message", message);
    }
}
