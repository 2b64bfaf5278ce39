using System.Globalization;
using Kybernet.Wire.Spdy;

namespace Kybernet.Wire.Streaming;

/// <summary>
/// The asker of port forwarding (kubectl port-forward), as seen by who serves it: any number of connections, one after
/// another or at once. Disposing hangs up.
/// </summary>
public sealed class PortForwardSession : IAsyncDisposable
{
    private readonly SpdySession _session;

    // Streams whose partner, data to error or error to data, has not come yet.
    private readonly Dictionary<string, SpdyStream> _waiting = [];

    internal PortForwardSession(SpdySession session) => _session = session;

    /// <summary>Completes, never with an error, when the asker has hung up.</summary>
    public Task Closed => _session.Completion;

    /// <summary>The next connection, or null when no more can come. One caller at a time.</summary>
    public async ValueTask<PortForwardConnection?> AcceptAsync(CancellationToken cancellation = default)
    {
        while (await _session.AcceptAsync(cancellation) is { } stream)
            if (Pair(stream) is { } connection) return connection;
        return null;
    }

    private PortForwardConnection? Pair(SpdyStream stream)
    {
        var kind = stream.Headers.GetValueOrDefault(StreamingProtocol.StreamType);
        if (kind is not (StreamingProtocol.Data or StreamingProtocol.Error) || PortOf(stream) is not { } port)
        {
            stream.Reset();
            return null;
        }

        // Clients of old send no request id; they open the error stream first and the data stream right after it.
        var id = stream.Headers.GetValueOrDefault(StreamingProtocol.RequestIdHeader)
            ?? (kind == StreamingProtocol.Error ? stream.Id : stream.Id - 2).ToString(CultureInfo.InvariantCulture);
        if (!_waiting.Remove(id, out var partner))
        {
            ForgetTheDead();
            _waiting[id] = stream;
            return null;
        }

        if (partner.Headers[StreamingProtocol.StreamType] == kind)
        {
            stream.Reset();
            partner.Reset();
            return null;
        }

        return kind == StreamingProtocol.Data ? new(port, stream, partner) : new(port, partner, stream);
    }

    // The session bounds the streams that are open; what was reset meanwhile is forgotten here.
    private void ForgetTheDead()
    {
        foreach (var (id, stream) in _waiting)
            if (stream.IsBroken) _waiting.Remove(id);
    }

    private static int? PortOf(SpdyStream stream) =>
        stream.Headers.TryGetValue(StreamingProtocol.PortHeader, out var text)
        && ushort.TryParse(text, CultureInfo.InvariantCulture, out var port)
        && port > 0
            ? port
            : null;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
