using System.Text;
using Kybernet.Wire.Spdy;
using Kybernet.Wire.Streams;

namespace Kybernet.Wire.Streaming;

/// <summary>
/// One connection that is forwarded to a port: a stream for its bytes and one over which the far side says what went wrong.
/// Disposing resets what is still open.
/// </summary>
public sealed class PortForwardConnection : IAsyncDisposable
{
    private readonly SpdyStream _data;
    private readonly SpdyStream _error;

    internal PortForwardConnection(int port, SpdyStream data, SpdyStream error) => (Port, _data, _error) = (port, data, error);

    /// <summary>The port within the pod.</summary>
    public int Port { get; }

    /// <summary>The connection's bytes.</summary>
    public DuplexStream Data => _data;

    /// <summary>The serving side tells the other what went wrong, if anything, and that it is over.</summary>
    public async Task CompleteAsync(string? error = null, CancellationToken cancellation = default)
    {
        if (!string.IsNullOrEmpty(error)) await _error.WriteAsync(Encoding.UTF8.GetBytes(error), cancellation);
        await _error.CloseWriteAsync(cancellation);
        await _data.CloseWriteAsync(cancellation);
    }

    /// <summary>What the serving side says went wrong; empty when nothing did. Completes when the connection is over there.</summary>
    /// <exception cref="IOException">The session was lost.</exception>
    public async Task<string> ReadErrorAsync(CancellationToken cancellation = default) =>
        Encoding.UTF8.GetString(await StreamCopy.ReadToEndAsync(_error, StreamingProtocol.MaxError, cancellation));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _data.DisposeAsync();
        await _error.DisposeAsync();
    }
}
