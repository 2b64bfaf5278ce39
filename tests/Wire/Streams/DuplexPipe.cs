using System.IO.Pipelines;
using Kybernet.Wire.Streams;

namespace Kybernet.Wire.Tests.Streams;

/// <summary>A connection within memory: what one end writes the other reads; small buffers, so that back-pressure is felt.</summary>
internal sealed class DuplexPipe : DuplexStream
{
    private readonly PipeReader _in;
    private readonly PipeWriter _out;
    private readonly Stream _reader;

    private DuplexPipe(PipeReader @in, PipeWriter @out) => (_in, _out, _reader) = (@in, @out, @in.AsStream(leaveOpen: true));

    public static (DuplexPipe A, DuplexPipe B) Create(int buffer = 64 * 1024)
    {
        PipeOptions options = new(pauseWriterThreshold: buffer, resumeWriterThreshold: buffer / 2, useSynchronizationContext: false);
        Pipe up = new(options), down = new(options);
        return (new(down.Reader, up.Writer), new(up.Reader, down.Writer));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _reader.ReadAsync(buffer, cancellationToken);
        }
        catch (InvalidOperationException e)
        {
            throw new IOException("closed", e);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            var result = await _out.WriteAsync(buffer, cancellationToken);
            if (result.IsCompleted) throw new IOException("the other end is gone");
        }
        catch (InvalidOperationException e)
        {
            throw new IOException("closed", e);
        }
    }

    /// <summary>From now on the other end's writing fails.</summary>
    public void StopReading()
    {
        _in.CancelPendingRead();
        _in.Complete();
    }

    public override ValueTask CloseWriteAsync(CancellationToken cancellation = default) => _out.CompleteAsync();

    protected override void Dispose(bool disposing)
    {
        _out.Complete();
        StopReading();
        base.Dispose(disposing);
    }
}
