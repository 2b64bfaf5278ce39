using Kybernet.Wire.Streams;

namespace Kybernet.Wire.Streaming;

/// <summary>One channel of a <see cref="ChannelSocket"/>.</summary>
internal sealed class ChannelStream(ChannelSocket socket, byte channel, IncomingBytes incoming) : DuplexStream
{
    private bool _ended;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        incoming.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended) throw new InvalidOperationException("this half of the stream was ended before");
        return buffer.IsEmpty ? ValueTask.CompletedTask : socket.SendAsync(channel, buffer, cancellationToken);
    }

    /// <summary>In v4 there is no way to say so: the peer goes on waiting.</summary>
    public override ValueTask CloseWriteAsync(CancellationToken cancellation = default)
    {
        if (_ended) return ValueTask.CompletedTask;
        _ended = true;
        return socket.CanEndChannels
            ? socket.SendAsync(StreamingProtocol.CloseChannel, new[] { channel }, cancellation)
            : ValueTask.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) incoming.Abandon();
        base.Dispose(disposing);
    }
}
