namespace Kybernet.Storage.Serving;

/// <summary>Cuts what is written into pieces, and sends each with how much is to come after it. The last goes when flushed.</summary>
/// <param name="total">How many bytes will be written.</param>
/// <param name="pieceBytes">How many go into a piece.</param>
/// <param name="send">Sends a piece; the number of bytes that remain follows.</param>
internal sealed class BlobStream(long total, int pieceBytes, Func<ReadOnlyMemory<byte>, long, ValueTask> send) : Stream
{
    private readonly byte[] _piece = new byte[pieceBytes];
    private long _sent;
    private int _filled;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => total;

    public override long Position
    {
        get => _sent + _filled;
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var taken = Math.Min(buffer.Length, pieceBytes - _filled);
            buffer[..taken].CopyTo(_piece.AsMemory(_filled));
            buffer = buffer[taken..];
            _filled += taken;
            if (_filled == pieceBytes) await SendAsync();
        }
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_filled > 0) await SendAsync();
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronously.");

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private ValueTask SendAsync()
    {
        _sent += _filled;
        var piece = _piece.AsMemory(0, _filled);
        _filled = 0;
        return send(piece, total - _sent);
    }
}
