namespace Kybernet.Wire.Streaming;

/// <summary>The asker of a command at the other end of a WebSocket, in v5 or v4.</summary>
internal sealed class WebSocketRemoteCommandSession : IRemoteCommandSession
{
    private readonly ChannelSocket _socket;
    private readonly RemoteCommandOptions _options;

    private WebSocketRemoteCommandSession(ChannelSocket socket, RemoteCommandOptions options)
    {
        (_socket, _options) = (socket, options);
        Stdin = options.Stdin ? socket[StreamingProtocol.StdinChannel] : null;
        Stdout = options.Stdout ? socket[StreamingProtocol.StdoutChannel] : null;
        Stderr = options is { Stderr: true, Tty: false } ? socket[StreamingProtocol.StderrChannel] : null;
        if (!options.Stdin) socket.Drop(StreamingProtocol.StdinChannel);
        if (!options.Tty) socket.Drop(StreamingProtocol.ResizeChannel);
        socket.Drop(StreamingProtocol.StdoutChannel);
        socket.Drop(StreamingProtocol.StderrChannel);
        socket.Drop(StreamingProtocol.ErrorChannel);
    }

    public Stream? Stdin { get; }
    public Stream? Stdout { get; }
    public Stream? Stderr { get; }
    public Task Closed => _socket.Closed;

    public IAsyncEnumerable<TerminalSize> Resizes =>
        TerminalSize.ReadAllAsync(_options.Tty ? _socket[StreamingProtocol.ResizeChannel] : null);

    /// <summary>Starts the session, and owns <paramref name="socket"/>.</summary>
    public static async Task<WebSocketRemoteCommandSession> StartAsync(
        ChannelSocket socket, RemoteCommandOptions options, CancellationToken cancellation)
    {
        WebSocketRemoteCommandSession session = new(socket, options);
        // Clients take an empty message as the sign that all is connected; upstream sends it over the lowest channel there is.
        var lowest = options.Stdout ? StreamingProtocol.StdoutChannel
            : options.Stderr ? StreamingProtocol.StderrChannel
            : StreamingProtocol.ErrorChannel;
        try
        {
            await socket.SendAsync(lowest, default, cancellation);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public async Task CompleteAsync(RemoteCommandStatus status, CancellationToken cancellation = default)
    {
        await _socket.SendAsync(StreamingProtocol.ErrorChannel, status.Json, cancellation);
        await _socket.DisposeAsync();
    }

    public ValueTask DisposeAsync() => _socket.DisposeAsync();
}
