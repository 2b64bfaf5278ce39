using System.Globalization;
using Kybernet.Wire.Spdy;

namespace Kybernet.Wire.Streaming;

/// <summary>
/// A server of port forwarding, as seen by who asks it: opens connections to ports of a pod. Safe for use by several
/// threads. Disposing hangs up.
/// </summary>
public sealed class PortForwarder : IAsyncDisposable
{
    private readonly SpdySession _session;
    private int _requests;

    internal PortForwarder(SpdySession session) => _session = session;

    /// <summary>Completes, never with an error, when the server has hung up.</summary>
    public Task Closed => _session.Completion;

    /// <summary>Opens a connection to <paramref name="port"/>. Whether it could be made there, the connection's error says.</summary>
    /// <exception cref="IOException">The server refused, or is gone.</exception>
    public async Task<PortForwardConnection> OpenAsync(int port, CancellationToken cancellation = default)
    {
        Dictionary<string, string> headers = new()
        {
            [StreamingProtocol.StreamType] = StreamingProtocol.Error,
            [StreamingProtocol.PortHeader] = port.ToString(CultureInfo.InvariantCulture),
            [StreamingProtocol.RequestIdHeader] = (Interlocked.Increment(ref _requests) - 1).ToString(CultureInfo.InvariantCulture),
        };
        var error = await _session.OpenAsync(headers, cancellation);
        try
        {
            // Of the error stream only the incoming half is used.
            await error.CloseWriteAsync(cancellation);
            var data = await _session.OpenAsync(
                new Dictionary<string, string>(headers) { [StreamingProtocol.StreamType] = StreamingProtocol.Data }, cancellation);
            return new(port, data, error);
        }
        catch
        {
            await error.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
