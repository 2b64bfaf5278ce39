using System.Net.Security;
using System.Net.WebSockets;
using Kybernet.Base;

namespace Kybernet.Wire.Streaming;

/// <summary>
/// Asks an API server or a kubelet for streams over WebSocket, as kubectl does. One dialer serves any number of requests.
/// (.NET's own ClientWebSocket refuses a subprotocol whose name has a slash, which port forwarding's has.)
/// </summary>
/// <param name="environment">What the sessions run on.</param>
/// <param name="tls">Certificates and trust for <c>https</c> addresses.</param>
public sealed class WebSocketDialer(ExecutionEnvironment environment, SslClientAuthenticationOptions? tls = null) : IDisposable
{
    private static readonly TimeSpan PingPeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PongTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly HttpMessageInvoker _http = UpgradeTransport.Create(tls);

    /// <summary>Headers sent with each request, such as Authorization.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The subprotocols asked for, the preferred one first. In v4 a command's stdin cannot be ended.</summary>
    public IReadOnlyList<string> CommandProtocols { get; init; } = [StreamingProtocol.V5, StreamingProtocol.V4];

    /// <summary>Dials and starts a command's streams.</summary>
    /// <param name="address">The <c>http</c> or <c>https</c> address of the exec or attach subresource, with its query.</param>
    /// <param name="options">The streams, as the query asks for them.</param>
    /// <param name="cancellation">Gives up dialling; the command's life is not affected later.</param>
    /// <exception cref="UpgradeRefusedException">The server answered something else than 101.</exception>
    /// <exception cref="IOException">There was no connection, or the server's handshake is wrong.</exception>
    public async Task<IRemoteCommand> StartCommandAsync(
        Uri address, RemoteCommandOptions options, CancellationToken cancellation = default)
    {
        var (socket, protocol) = await DialAsync(address, CommandProtocols, cancellation);
        return new WebSocketRemoteCommand(new(socket, protocol, environment), options);
    }

    /// <summary>Dials a port forwarder.</summary>
    /// <param name="address">The <c>http</c> or <c>https</c> address of the portforward subresource.</param>
    /// <param name="cancellation">Gives up dialling.</param>
    /// <exception cref="UpgradeRefusedException">The server answered something else than 101.</exception>
    /// <exception cref="IOException">There was no connection, or the server's handshake is wrong.</exception>
    public async Task<PortForwarder> StartPortForwardAsync(Uri address, CancellationToken cancellation = default)
    {
        var (socket, _) = await DialAsync(address, [StreamingProtocol.TunnelledPortForward], cancellation);
        var bytes = WebSocketStream.Create(socket, WebSocketMessageType.Binary, CloseTimeout);
        return new(Spdy.SpdySession.Client(bytes, environment));
    }

    private async Task<(WebSocket Socket, string Protocol)> DialAsync(
        Uri address, IReadOnlyList<string> protocols, CancellationToken cancellation)
    {
        var nonce = new byte[16];
        environment.Random.NextBytes(nonce);
        var key = Convert.ToBase64String(nonce);
        using var request = UpgradeTransport.Request(HttpMethod.Get, address);
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new("websocket"));
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", key);
        request.Headers.Add("Sec-WebSocket-Protocol", protocols);
        foreach (var (name, value) in Headers) request.Headers.Add(name, value);

        var response = await _http.SwitchAsync(request, cancellation);
        var accept = Header(response, "Sec-WebSocket-Accept");
        var protocol = Header(response, "Sec-WebSocket-Protocol");
        if (accept != UpgradeNegotiation.WebSocketAccept(key) || protocol is null || !protocols.Contains(protocol))
        {
            response.Dispose();
            throw new IOException($"the WebSocket handshake failed: the server chose the subprotocol \"{protocol}\"");
        }

        var socket = WebSocket.CreateFromStream(
            await response.Content.ReadAsStreamAsync(cancellation),
            new WebSocketCreationOptions { KeepAliveInterval = PingPeriod, KeepAliveTimeout = PongTimeout });
        return (socket, protocol);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;

    /// <summary>Frees the dialer; sessions that were dialled go on.</summary>
    public void Dispose() => _http.Dispose();
}
