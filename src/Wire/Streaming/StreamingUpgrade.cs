using System.Net.WebSockets;
using Kybernet.Base;
using Kybernet.Wire.Spdy;
using Microsoft.AspNetCore.Http;

namespace Kybernet.Wire.Streaming;

/// <summary>
/// The serving side of kubectl's streams on Kestrel: takes over the connection of a request and speaks what the client asks
/// for, WebSocket or SPDY. The request's handler must not return before the session is done with.
/// </summary>
public static class StreamingUpgrade
{
    private static readonly string[] RemoteCommandOverWebSocket = [StreamingProtocol.V5, StreamingProtocol.V4];
    private static readonly string[] RemoteCommandOverSpdy = [StreamingProtocol.V4];
    private static readonly string[] PortForwardOverWebSocket = [StreamingProtocol.TunnelledPortForward];
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);
    private static readonly string[] PortForwardOverSpdy = [StreamingProtocol.PortForward];

    /// <summary>Begins an exec or attach session.</summary>
    /// <exception cref="UpgradeRefusedException">No protocol was agreed on; the response is not started yet, so it can be told.</exception>
    /// <exception cref="IOException">The client left, or did not open its streams in time.</exception>
    public static async Task<IRemoteCommandSession> AcceptRemoteCommandAsync(
        HttpContext context, RemoteCommandOptions options, ExecutionEnvironment environment, CancellationToken cancellation = default)
    {
        if (UpgradeNegotiation.AsksForWebSocket(context.Request))
        {
            var (socket, protocol) = await UpgradeNegotiation.AcceptWebSocketAsync(context, RemoteCommandOverWebSocket);
            return await WebSocketRemoteCommandSession.StartAsync(new(socket, protocol, environment), options, cancellation);
        }

        var stream = await UpgradeNegotiation.AcceptSpdyAsync(context, RemoteCommandOverSpdy);
        return await SpdyRemoteCommandSession.AcceptAsync(SpdySession.Server(stream, environment), options, environment, cancellation);
    }

    /// <summary>Begins a port-forward session.</summary>
    /// <exception cref="UpgradeRefusedException">No protocol was agreed on; the response is not started yet, so it can be told.</exception>
    public static async Task<PortForwardSession> AcceptPortForwardAsync(HttpContext context, ExecutionEnvironment environment)
    {
        Stream stream;
        if (UpgradeNegotiation.AsksForWebSocket(context.Request))
        {
            var (socket, _) = await UpgradeNegotiation.AcceptWebSocketAsync(context, PortForwardOverWebSocket);
            stream = WebSocketStream.Create(socket, WebSocketMessageType.Binary, CloseTimeout);
        }
        else
        {
            stream = await UpgradeNegotiation.AcceptSpdyAsync(context, PortForwardOverSpdy);
        }

        return new(SpdySession.Server(stream, environment));
    }
}
