using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kybernet.Wire.Streaming;

/// <summary>
/// Agrees with a client on a protocol and takes the connection over. Done here rather than by ASP.NET's middleware, so that
/// a host needs nothing but Kestrel, and so that SPDY and WebSocket are refused in the same words.
/// </summary>
internal static class UpgradeNegotiation
{
    private const string WebSocketMagic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, section 1.3

    /// <summary>True when the client asks for a WebSocket.</summary>
    public static bool AsksForWebSocket(HttpRequest request) => Asks(request, "websocket");

    /// <summary>Answers 101 and gives the WebSocket and its subprotocol.</summary>
    /// <exception cref="UpgradeRefusedException">The handshake is not complete, or none of the client's subprotocols is served.</exception>
    public static async Task<(WebSocket Socket, string Protocol)> AcceptWebSocketAsync(HttpContext context, IReadOnlyList<string> served)
    {
        var headers = context.Request.Headers;
        var key = headers.SecWebSocketKey.ToString();
        if (headers.SecWebSocketVersion != "13" || key.Length == 0)
            throw new UpgradeRefusedException(
                StatusCodes.Status400BadRequest, "the WebSocket handshake lacks its key or is not version 13");
        var protocol = Choose(headers.SecWebSocketProtocol, served)
            ?? throw new UpgradeRefusedException(
                StatusCodes.Status400BadRequest,
                $"requested protocol(s) are not supported: [{headers.SecWebSocketProtocol}]; supports [{string.Join(' ', served)}]");

        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketProtocol = protocol;
        context.Response.Headers.SecWebSocketAccept = WebSocketAccept(key);
        var stream = await SwitchAsync(context);
        // The client is the one who pings. The WebSocket itself is not told its subprotocol: it would refuse one with a slash.
        var socket = WebSocket.CreateFromStream(
            stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
        return (socket, protocol);
    }

    /// <summary>What a server answers to a client's key, as a sign that it understands.</summary>
    public static string WebSocketAccept(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + WebSocketMagic)));

    /// <summary>Answers 101 and gives the connection's bytes, for SPDY.</summary>
    /// <exception cref="UpgradeRefusedException">The client does not ask for SPDY/3.1, or for no protocol that is served.</exception>
    public static async Task<Stream> AcceptSpdyAsync(HttpContext context, IReadOnlyList<string> served)
    {
        if (!Asks(context.Request, StreamingProtocol.Spdy))
            throw new UpgradeRefusedException(StatusCodes.Status400BadRequest, "unable to upgrade: missing upgrade headers in request");
        var asked = context.Request.Headers[StreamingProtocol.VersionHeader];
        if (Choose(asked, served) is not { } protocol)
        {
            context.Response.Headers[StreamingProtocol.AcceptedVersionsHeader] = served.ToArray();
            throw new UpgradeRefusedException(
                StatusCodes.Status403Forbidden,
                $"unable to upgrade: unable to negotiate protocol: client supports [{string.Join(' ', Split(asked))}], "
                + $"server accepts [{string.Join(' ', served)}]");
        }

        context.Response.Headers.Upgrade = StreamingProtocol.Spdy;
        context.Response.Headers[StreamingProtocol.VersionHeader] = protocol;
        return await SwitchAsync(context);
    }

    private static bool Asks(HttpRequest request, string protocol) =>
        Split(request.Headers.Connection).Contains("upgrade", StringComparer.OrdinalIgnoreCase)
        && Split(request.Headers.Upgrade).Contains(protocol, StringComparer.OrdinalIgnoreCase);

    /// <summary>The client's first choice that is served.</summary>
    private static string? Choose(IEnumerable<string?> asked, IReadOnlyList<string> served) => Split(asked).FirstOrDefault(served.Contains);

    private static IEnumerable<string> Split(IEnumerable<string?> values) =>
        values.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static Task<Stream> SwitchAsync(HttpContext context)
    {
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (upgrade is not { IsUpgradableRequest: true })
            throw new UpgradeRefusedException(StatusCodes.Status400BadRequest, "unable to upgrade: the connection cannot be taken over");
        return upgrade.UpgradeAsync();
    }
}
