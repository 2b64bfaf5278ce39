using System.Buffers;
using System.Net.WebSockets;
using Kybernet.Base;
using Kybernet.Wire.Streams;

namespace Kybernet.Wire.Streaming;

/// <summary>
/// Up to five streams over one WebSocket: the first byte of each message says which (Kubernetes'
/// <c>channel.k8s.io</c> subprotocols). The same for both sides.
/// </summary>
internal sealed class ChannelSocket : IAsyncDisposable
{
    private const int Channels = 5;
    private const int MaxMessage = 32 * 1024;
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly WebSocket _socket;
    private readonly ExecutionEnvironment _environment;
    private readonly IncomingBytes[] _incoming = new IncomingBytes[Channels];
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _stop = new();
    private int _disposed;

    /// <summary>Starts to receive. Owns <paramref name="socket"/>.</summary>
    public ChannelSocket(WebSocket socket, string protocol, ExecutionEnvironment environment)
    {
        (_socket, _environment) = (socket, environment);
        for (byte i = 0; i < Channels; i++) _incoming[i] = new();
        // v5 is v4 and the possibility to end a channel.
        CanEndChannels = protocol == StreamingProtocol.V5;
        Closed = environment.Run(ReceiveAsync);
    }

    /// <summary>Whether the peer understands the end of a single channel.</summary>
    public bool CanEndChannels { get; }

    /// <summary>Completes, never with an error, when the peer has closed the WebSocket or is gone.</summary>
    public Task Closed { get; }

    /// <summary>One of the streams. What comes in for a stream that nobody wants is to be dropped with <see cref="Drop"/>.</summary>
    public ChannelStream this[byte channel] => new(this, channel, _incoming[channel]);

    /// <summary>Takes no interest in what comes in over <paramref name="channel"/>.</summary>
    public void Drop(byte channel) => _incoming[channel].Abandon();

    /// <summary>Sends <paramref name="bytes"/> over a channel, in messages of a bounded size; no bytes are one empty message.</summary>
    /// <exception cref="IOException">The peer is gone.</exception>
    public async ValueTask SendAsync(byte channel, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var message = ArrayPool<byte>.Shared.Rent(MaxMessage);
        await _sending.WaitAsync(cancellation);
        try
        {
            message[0] = channel;
            do
            {
                var length = Math.Min(bytes.Length, MaxMessage - 1);
                bytes[..length].CopyTo(message.AsMemory(1));
                bytes = bytes[length..];
                await _socket.SendAsync(message.AsMemory(0, length + 1), WebSocketMessageType.Binary, endOfMessage: true, cancellation);
            }
            while (!bytes.IsEmpty);
        }
        catch (Exception e) when (Disconnection.Is(e) && !cancellation.IsCancellationRequested)
        {
            throw new IOException("the WebSocket is closed", e);
        }
        finally
        {
            _sending.Release();
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    private async Task ReceiveAsync()
    {
        IOException? failure = null;
        try
        {
            await ReceiveUntilClosedAsync();
        }
        catch (Exception e) when (Disconnection.Is(e))
        {
            failure = new("the WebSocket connection has ended: " + e.Message, e);
        }

        foreach (var incoming in _incoming) incoming.End(failure);
    }

    private async Task ReceiveUntilClosedAsync()
    {
        var buffer = new byte[MaxMessage];
        byte? channel = null; // of the message that is being received; it may come in several pieces
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), _stop.Token);
            if (received.MessageType == WebSocketMessageType.Close) return;
            var piece = buffer.AsMemory(0, received.Count);
            if (channel is null && !piece.IsEmpty)
            {
                channel = piece.Span[0];
                piece = piece[1..];
            }

            if (channel < Channels && !piece.IsEmpty) await _incoming[channel.Value].AddAsync(piece, _stop.Token);
            else if (channel == StreamingProtocol.CloseChannel && CanEndChannels && piece is { IsEmpty: false } && piece.Span[0] < Channels)
                _incoming[piece.Span[0]].End();

            if (received.EndOfMessage) channel = null;
        }
    }

    /// <summary>Closes the WebSocket and gives the peer a moment to do so, too.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        foreach (var incoming in _incoming) incoming.Abandon();
        using CancellationTokenSource late = new(CloseTimeout, _environment.Time);
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, late.Token);
            await Closed.WaitAsync(late.Token);
        }
        catch (Exception e) when (Disconnection.Is(e))
        {
            // The peer went without a goodbye, or takes too long over it.
        }

        await _stop.CancelAsync();
        _socket.Abort();
        await Closed;
        _socket.Dispose();
    }
}
