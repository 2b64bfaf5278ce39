using System.Net.Security;
using Kybernet.Base;
using Kybernet.Wire.Spdy;

namespace Kybernet.Wire.Streaming;

/// <summary>
/// Asks an HTTP server, such as the runtime's streaming endpoint or a kubelet, to switch to SPDY/3.1. One dialer serves
/// any number of requests.
/// </summary>
/// <param name="environment">What the sessions run on.</param>
/// <param name="tls">Certificates and trust for <c>https</c> addresses.</param>
public sealed class SpdyDialer(ExecutionEnvironment environment, SslClientAuthenticationOptions? tls = null) : IDisposable
{
    private readonly HttpMessageInvoker _http = UpgradeTransport.Create(tls);

    /// <summary>Dials and starts a command's streams.</summary>
    /// <param name="address">The URL that the runtime's Exec or Attach gave, or a kubelet's.</param>
    /// <param name="options">The streams, as they were asked for.</param>
    /// <param name="cancellation">Gives up dialling; the command's life is not affected later.</param>
    /// <exception cref="UpgradeRefusedException">The server answered something else than 101.</exception>
    /// <exception cref="IOException">There was no connection, or it was lost.</exception>
    public async Task<IRemoteCommand> StartCommandAsync(
        Uri address, RemoteCommandOptions options, CancellationToken cancellation = default) =>
        await SpdyRemoteCommand.StartAsync(await DialAsync(address, StreamingProtocol.V4, cancellation), options, cancellation);

    /// <summary>Dials a port forwarder.</summary>
    /// <param name="address">The URL that the runtime's PortForward gave, or a kubelet's.</param>
    /// <param name="cancellation">Gives up dialling.</param>
    /// <exception cref="UpgradeRefusedException">The server answered something else than 101.</exception>
    /// <exception cref="IOException">There was no connection.</exception>
    public async Task<PortForwarder> StartPortForwardAsync(Uri address, CancellationToken cancellation = default) =>
        new(await DialAsync(address, StreamingProtocol.PortForward, cancellation));

    private async Task<SpdySession> DialAsync(Uri address, string protocol, CancellationToken cancellation)
    {
        using var request = UpgradeTransport.Request(HttpMethod.Post, address);
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new("SPDY", "3.1"));
        request.Headers.Add(StreamingProtocol.VersionHeader, protocol);
        var response = await _http.SwitchAsync(request, cancellation);
        return SpdySession.Client(await response.Content.ReadAsStreamAsync(cancellation), environment);
    }

    /// <summary>Frees the dialer; sessions that were dialled go on.</summary>
    public void Dispose() => _http.Dispose();
}
