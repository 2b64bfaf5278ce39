using Kybernet.Wire.Spdy;
using Kybernet.Wire.Streams;

namespace Kybernet.Wire.Streaming;

/// <summary>A command at the other end of a SPDY session, in v4: a stream each for errors, input, output and sizes.</summary>
internal sealed class SpdyRemoteCommand : IRemoteCommand
{
    private readonly SpdySession _session;
    private SpdyStream? _resize;

    private SpdyRemoteCommand(SpdySession session) => _session = session;

    public DuplexStream? Stdin { get; private set; }
    public Stream? Stdout { get; private set; }
    public Stream? Stderr { get; private set; }
    public Task<RemoteCommandStatus> Completion { get; private set; } = null!;

    /// <summary>Opens the streams; on failure the session is disposed.</summary>
    public static async Task<SpdyRemoteCommand> StartAsync(
        SpdySession session, RemoteCommandOptions options, CancellationToken cancellation)
    {
        SpdyRemoteCommand command = new(session);
        try
        {
            var error = await OpenAsync(StreamingProtocol.Error);
            if (options.Stdin) command.Stdin = await OpenAsync(StreamingProtocol.Stdin);
            if (options.Stdout) command.Stdout = await OpenAsync(StreamingProtocol.Stdout);
            if (options is { Stderr: true, Tty: false }) command.Stderr = await OpenAsync(StreamingProtocol.Stderr);
            if (options.Tty) command._resize = await OpenAsync(StreamingProtocol.Resize);
            // Of the error stream only the incoming half is used.
            await error.CloseWriteAsync(cancellation);
            command.Completion = ReadStatusAsync(error);
            return command;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }

        Task<SpdyStream> OpenAsync(string kind) =>
            session.OpenAsync(new Dictionary<string, string> { [StreamingProtocol.StreamType] = kind }, cancellation);
    }

    // The runtime ends its streams by resetting them, so a failure after the status was said is no failure.
    private static async Task<RemoteCommandStatus> ReadStatusAsync(SpdyStream error)
    {
        using MemoryStream json = new();
        try
        {
            var buffer = new byte[1024];
            while (json.Length < StreamingProtocol.MaxError && await error.ReadAsync(buffer) is var got and > 0) json.Write(buffer, 0, got);
        }
        catch (IOException) when (json.Length > 0)
        {
        }

        return RemoteCommandStatus.Parse(json.ToArray());
    }

    public ValueTask ResizeAsync(TerminalSize size, CancellationToken cancellation = default) =>
        _resize?.WriteAsync(size.ToLine(), cancellation) ?? ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
