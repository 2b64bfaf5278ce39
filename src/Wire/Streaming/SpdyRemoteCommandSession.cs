using Kybernet.Base;
using Kybernet.Wire.Spdy;

namespace Kybernet.Wire.Streaming;

/// <summary>The asker of a command at the other end of a SPDY session, in v4.</summary>
internal sealed class SpdyRemoteCommandSession : IRemoteCommandSession
{
    /// <summary>How long the asker may take to open all streams (upstream's DefaultStreamCreationTimeout).</summary>
    private static readonly TimeSpan StreamCreationTimeout = TimeSpan.FromSeconds(30);

    private readonly SpdySession _session;
    private readonly Dictionary<string, SpdyStream> _streams = [];

    private SpdyRemoteCommandSession(SpdySession session) => _session = session;

    public Stream? Stdin => Find(StreamingProtocol.Stdin);
    public Stream? Stdout => Find(StreamingProtocol.Stdout);
    public Stream? Stderr => Find(StreamingProtocol.Stderr);
    public IAsyncEnumerable<TerminalSize> Resizes => TerminalSize.ReadAllAsync(Find(StreamingProtocol.Resize));
    public Task Closed => _session.Completion;

    /// <summary>
    /// Waits until the asker has opened the streams that <paramref name="options"/> names; on failure the session is disposed.
    /// </summary>
    /// <exception cref="IOException">The asker is gone, or took too long.</exception>
    public static async Task<SpdyRemoteCommandSession> AcceptAsync(
        SpdySession session, RemoteCommandOptions options, ExecutionEnvironment environment, CancellationToken cancellation)
    {
        SpdyRemoteCommandSession command = new(session);
        using CancellationTokenSource late = new(StreamCreationTimeout, environment.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            var expected = Expected(options);
            while (command._streams.Count < expected.Count)
            {
                var stream = await session.AcceptAsync(stop.Token) ?? throw new IOException("the client left before it opened its streams");
                var kind = stream.Headers.GetValueOrDefault(StreamingProtocol.StreamType, "");
                if (!expected.Contains(kind) || !command._streams.TryAdd(kind, stream)) stream.Reset();
            }

            return command;
        }
        catch (Exception e)
        {
            await session.DisposeAsync();
            if (e is OperationCanceledException && !cancellation.IsCancellationRequested)
                throw new IOException("timed out waiting for client to create streams", e);
            throw;
        }
    }

    private static HashSet<string> Expected(RemoteCommandOptions options)
    {
        HashSet<string> expected = [StreamingProtocol.Error];
        if (options.Stdin) expected.Add(StreamingProtocol.Stdin);
        if (options.Stdout) expected.Add(StreamingProtocol.Stdout);
        if (options is { Stderr: true, Tty: false }) expected.Add(StreamingProtocol.Stderr);
        if (options.Tty) expected.Add(StreamingProtocol.Resize);
        return expected;
    }

    private SpdyStream? Find(string kind) => _streams.GetValueOrDefault(kind);

    public async Task CompleteAsync(RemoteCommandStatus status, CancellationToken cancellation = default)
    {
        await _streams[StreamingProtocol.Error].WriteAsync(status.Json, cancellation);
        foreach (var stream in _streams.Values) await stream.CloseWriteAsync(cancellation);
        await _session.DisposeAsync();
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
