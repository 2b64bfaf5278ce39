using System.Collections.Concurrent;
using System.Threading.Channels;
using Kybernet.Base;
using Kybernet.Wire.Streams;

namespace Kybernet.Wire.Spdy;

/// <summary>
/// A SPDY/3.1 connection: many streams over one transport, opened by either side. Like moby/spdystream, on which all of
/// Kubernetes' peers are built, it knows no windows: it neither waits for WINDOW_UPDATE nor sends it, for bytes that a peer
/// has not read when it hangs up make its system throw away the end of its output. What bounds a sender is the transport:
/// who does not read a stream in the end holds up the connection.
/// </summary>
public sealed partial class SpdySession : IAsyncDisposable
{
    private readonly Stream _transport;
    private readonly ExecutionEnvironment _environment;
    private readonly SpdySessionOptions _options;
    private readonly bool _isServer;
    private readonly SpdySendQueue _sending;
    private readonly ConcurrentDictionary<uint, SpdyStream> _streams = new();
    private readonly Channel<SpdyStream> _accepted;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _opening = new();
    private readonly Task _receiver;
    private readonly Task _sender;
    private uint _nextId;
    private volatile bool _goingAway;
    private int _disposed;

    private SpdySession(Stream transport, ExecutionEnvironment environment, SpdySessionOptions? options, bool isServer)
    {
        (_transport, _environment, _options, _isServer) = (transport, environment, options ?? new(), isServer);
        _nextId = isServer ? 2u : 1u;
        _sending = new(transport);
        _accepted = Channel.CreateBounded<SpdyStream>(_options.MaxStreams);
        _sender = environment.Run(SendAsync);
        _receiver = environment.Run(ReceiveAsync);
    }

    /// <summary>The side that dialled, on a connection whose upgrade is done. The session owns <paramref name="transport"/>.</summary>
    public static SpdySession Client(Stream transport, ExecutionEnvironment environment, SpdySessionOptions? options = null) =>
        new(transport, environment, options, isServer: false);

    /// <summary>The side that was dialled, on a connection whose upgrade is done. The session owns <paramref name="transport"/>.</summary>
    public static SpdySession Server(Stream transport, ExecutionEnvironment environment, SpdySessionOptions? options = null) =>
        new(transport, environment, options, isServer: true);

    /// <summary>Completes, never with an error, when the peer is gone: what was being read then ends with an error.</summary>
    public Task Completion => _receiver;

    /// <summary>Opens a stream and waits until the peer has accepted it.</summary>
    /// <exception cref="IOException">The peer refused, is going away, or is gone.</exception>
    public async Task<SpdyStream> OpenAsync(IReadOnlyDictionary<string, string> headers, CancellationToken cancellation = default)
    {
        var stream = Open(headers);
        try
        {
            await stream.Replied.WaitAsync(cancellation);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <summary>The next stream that the peer opens, or null when no more can come.</summary>
    public async ValueTask<SpdyStream?> AcceptAsync(CancellationToken cancellation = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellation))
            if (_accepted.Reader.TryRead(out var stream)) return stream;
        return null;
    }

    internal ValueTask SendDataAsync(uint id, ReadOnlyMemory<byte> payload, bool fin, CancellationToken cancellation) =>
        _sending.SendDataAsync(id, payload, fin, cancellation);

    internal bool TryPost(SpdyFrame frame) => _sending.TryPost(frame);

    internal void Forget(SpdyStream stream) => _streams.TryRemove(stream.Id, out _);

    private SpdyStream Open(IReadOnlyDictionary<string, string> headers)
    {
        // Numbers must rise on the wire, so taking one and queueing the frame is one step.
        lock (_opening)
        {
            if (_goingAway || _nextId > int.MaxValue) throw new IOException("the SPDY session takes no more streams");
            SpdyStream stream = new(this, _nextId, headers);
            _streams[stream.Id] = stream;
            if (!TryPost(new SpdyFrame.SynStream(stream.Id, headers)))
            {
                Forget(stream);
                throw new IOException("the SPDY session has ended");
            }

            _nextId += 2;
            return stream;
        }
    }

    private async Task SendAsync()
    {
        try
        {
            await _sending.RunAsync(_stop.Token);
        }
        catch (Exception e) when (Disconnection.Is(e))
        {
            // The peer takes nothing any more. What it sent before may still be read, so it is the receiver that says when
            // the session is over.
        }
    }

    /// <summary>Says goodbye, sends what is still queued, and closes the connection. Streams that are open fail.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        _goingAway = true;
        TryPost(new SpdyFrame.GoAway(_lastAccepted, SpdyGoAwayStatus.Ok));
        _sending.Complete();
        await WaitAsync(_sender, _options.DrainTimeout);
        if (_isServer) await WaitAsync(_receiver, _options.LingerTimeout);

        await _stop.CancelAsync();
        await _transport.DisposeAsync();
        await Task.WhenAll(_sender, _receiver);
        _sending.Dispose();
        _stop.Dispose();
    }

    private async Task WaitAsync(Task task, TimeSpan atMost)
    {
        using CancellationTokenSource enough = new();
        await Task.WhenAny(task, _environment.Delay(atMost, enough.Token));
        await enough.CancelAsync();
    }
}
