using System.IO.Pipelines;

namespace Kybernet.Wire.Streams;

/// <summary>
/// What has arrived for one stream of a multiplexed connection and is not read yet. Bounded: when it is full, the
/// connection's receiver waits, and by that, in the end, the sender.
/// </summary>
internal sealed class IncomingBytes
{
    /// <summary>How much may wait here, in bytes.</summary>
    public const int Capacity = 256 * 1024;

    private readonly Pipe _pipe = new(new PipeOptions(
        pauseWriterThreshold: Capacity, resumeWriterThreshold: Capacity / 2, useSynchronizationContext: false));

    private readonly Stream _reader;
    private volatile bool _abandoned;

    public IncomingBytes() => _reader = _pipe.Reader.AsStream();

    /// <summary>The receiver adds what came in. What nobody will read any more is dropped.</summary>
    public async ValueTask AddAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) =>
        await _pipe.Writer.WriteAsync(bytes, cancellation);

    /// <summary>The receiver says that no more comes; with an error, the reader meets it after what came before.</summary>
    public void End(Exception? error = null) => _pipe.Writer.Complete(error);

    /// <exception cref="IOException">The stream was abandoned, before or while reading.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        if (_abandoned) throw Abandoned();
        try
        {
            return await _reader.ReadAsync(buffer, cancellation);
        }
        catch (Exception e) when (_abandoned && !cancellation.IsCancellationRequested && e is not IOException)
        {
            throw Abandoned();
        }
    }

    /// <summary>The reader has no interest any more; a receiver that waits for room goes on. Idempotent.</summary>
    public void Abandon()
    {
        _abandoned = true;
        _pipe.Reader.CancelPendingRead();
        _pipe.Reader.Complete();
    }

    private static IOException Abandoned() => new("the stream was closed");
}
