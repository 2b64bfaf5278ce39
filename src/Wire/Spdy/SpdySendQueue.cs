using System.Buffers;
using System.Threading.Channels;

namespace Kybernet.Wire.Spdy;

/// <summary>
/// What waits to be sent. Data waits its turn, so that a writer feels how fast the connection is; control frames never
/// wait, so that the receiver can answer a ping while the peer takes nothing in. Both are bounded.
/// </summary>
internal sealed class SpdySendQueue(Stream transport) : IDisposable
{
    /// <summary>The largest DATA frame sent, in bytes.</summary>
    public const int MaxData = 32 * 1024;

    private const int WaitingData = 8;
    private const int WaitingControl = 4096;
    private const int Batch = 64 * 1024;

    private readonly record struct Item(SpdyFrame Frame, byte[]? Rented);

    private readonly Channel<Item> _items = Channel.CreateUnbounded<Item>(new() { SingleReader = true });
    private readonly SemaphoreSlim _room = new(WaitingData);
    private readonly CancellationTokenSource _stopped = new();
    private readonly SpdyFrameWriter _writer = new();
    private int _control;
    private volatile bool _ended;

    /// <summary>Queues a copy of <paramref name="payload"/>, at most <see cref="MaxData"/> bytes, when there is room.</summary>
    /// <exception cref="IOException">The session has ended.</exception>
    public async ValueTask SendDataAsync(uint id, ReadOnlyMemory<byte> payload, bool fin, CancellationToken cancellation)
    {
        if (!_room.Wait(0, CancellationToken.None)) await WaitForRoomAsync(cancellation);
        var copy = ArrayPool<byte>.Shared.Rent(payload.Length);
        payload.CopyTo(copy);
        if (_items.Writer.TryWrite(new(new SpdyFrame.Data(id, copy.AsMemory(0, payload.Length), fin), copy))) return;
        ArrayPool<byte>.Shared.Return(copy);
        throw Ended();
    }

    private async ValueTask WaitForRoomAsync(CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stopped.Token);
        try
        {
            await _room.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Ended();
        }
    }

    /// <summary>Queues a control frame; false when the session has ended or the peer lets too many of them pile up.</summary>
    public bool TryPost(SpdyFrame frame)
    {
        if (Interlocked.Increment(ref _control) <= WaitingControl && _items.Writer.TryWrite(new(frame, null))) return true;
        Interlocked.Decrement(ref _control);
        return false;
    }

    /// <summary>Nothing more will be queued; <see cref="RunAsync"/> ends when all is sent.</summary>
    public void Complete()
    {
        _ended = true;
        _items.Writer.TryComplete();
    }

    /// <summary>True when nothing more can be sent, for whatever reason.</summary>
    public bool HasEnded => _ended;

    /// <summary>Sends what is queued until <see cref="Complete"/>; several frames that wait go out as one write.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        ArrayBufferWriter<byte> batch = new();
        try
        {
            while (await _items.Reader.WaitToReadAsync(cancellation))
            {
                batch.ResetWrittenCount();
                while (batch.WrittenCount < Batch && _items.Reader.TryRead(out var item))
                {
                    _writer.Write(item.Frame, batch);
                    Sent(item);
                }

                await transport.WriteAsync(batch.WrittenMemory, cancellation);
                await transport.FlushAsync(cancellation);
            }
        }
        finally
        {
            Complete();
            await _stopped.CancelAsync();
        }
    }

    private void Sent(Item item)
    {
        if (item.Rented is null)
        {
            Interlocked.Decrement(ref _control);
            return;
        }

        ArrayPool<byte>.Shared.Return(item.Rented);
        _room.Release();
    }

    private static IOException Ended() => new("the SPDY session has ended");

    /// <summary>Frees the compressor. Only after <see cref="RunAsync"/> has ended.</summary>
    public void Dispose() => _writer.Dispose();
}
