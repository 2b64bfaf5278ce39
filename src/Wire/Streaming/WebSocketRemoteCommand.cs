using Kybernet.Wire.Streams;

namespace Kybernet.Wire.Streaming;

/// <summary>A command at the other end of a WebSocket that we opened, in v5 or v4 (in v4 its stdin cannot be ended).</summary>
internal sealed class WebSocketRemoteCommand : IRemoteCommand
{
    private readonly ChannelSocket _socket;

    /// <summary>Starts to read the status. Owns <paramref name="socket"/>.</summary>
    public WebSocketRemoteCommand(ChannelSocket socket, RemoteCommandOptions options)
    {
        _socket = socket;
        Stdin = options.Stdin ? _socket[StreamingProtocol.StdinChannel] : null;
        Stdout = options.Stdout ? _socket[StreamingProtocol.StdoutChannel] : null;
        Stderr = options is { Stderr: true, Tty: false } ? _socket[StreamingProtocol.StderrChannel] : null;
        _socket.Drop(StreamingProtocol.StdinChannel);
        _socket.Drop(StreamingProtocol.ResizeChannel);
        if (!options.Stdout) _socket.Drop(StreamingProtocol.StdoutChannel);
        if (Stderr is null) _socket.Drop(StreamingProtocol.StderrChannel);
        Completion = ReadStatusAsync();
    }

    public DuplexStream? Stdin { get; }
    public Stream? Stdout { get; }
    public Stream? Stderr { get; }
    public Task<RemoteCommandStatus> Completion { get; }

    public ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellation = default) =>
        _socket[StreamingProtocol.ResizeChannel].WriteAsync(size.ToLine(), cancellation);

    // The server closes the WebSocket after the status, and only that ends the channel.
    private async Task<RemoteCommandStatus> ReadStatusAsync()
    {
        var json = await StreamCopy.ReadToEndAsync(
            _socket[StreamingProtocol.ErrorChannel], StreamingProtocol.MaxError, CancellationToken.None);
        return json.Length > 0
            ? RemoteCommandStatus.Parse(json)
            : throw new IOException("the server closed the connection without saying how the command ended");
    }

    public ValueTask DisposeAsync() => _socket.DisposeAsync();
}
