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
    private volatile IOException? _failure;
    private volatile bool _abandoned;

    public IncomingBytes() => _reader = _pipe.Reader.AsStream();

    /// <summary>The receiver adds what came in. What nobody will read any more is dropped.</summary>
    public async ValueTask AddAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) =>
        await _pipe.Writer.WriteAsync(bytes, cancellation);

    /// <summary>The receiver says that no more comes; with a failure, the reader meets it after what came before.</summary>
    public void End(IOException? failure = null)
    {
        // Not handed to the pipe, which would forget what is still in it.
        _failure = failure;
        _pipe.Writer.Complete();
    }

    /// <summary>0 at the end.</summary>
    /// <exception cref="IOException">The stream failed, or was abandoned before or while reading.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        if (_abandoned) throw Abandoned();
        try
        {
            var got = await _reader.ReadAsync(buffer, cancellation);
            if (got == 0 && !buffer.IsEmpty && _failure is { } failure) throw new IOException(failure.Message, failure);
            return got;
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
