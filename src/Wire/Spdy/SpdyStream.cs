using Kybernet.Wire.Streams;

namespace Kybernet.Wire.Spdy;

/// <summary>
/// One stream of a SPDY session. Reading gives 0 when the peer has ended its half; a reset or a lost connection is an
/// <see cref="IOException"/>. Disposing a stream that is not over in both directions resets it. One reader, one writer.
/// </summary>
public sealed class SpdyStream : DuplexStream
{
    private readonly SpdySession _session;
    private readonly IncomingBytes _incoming = new();
    private readonly TaskCompletionSource _replied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private bool _localEnded;
    private bool _remoteEnded;
    private IOException? _failure;

    internal SpdyStream(SpdySession session, uint id, IReadOnlyDictionary<string, string> headers)
    {
        (_session, Id, Headers) = (session, id, headers);
    }

    /// <summary>The stream's number: odd where the client opened it, even where the server did.</summary>
    public uint Id { get; }

    /// <summary>What the opening side said about the stream; names are looked up without regard to case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>True once the stream was reset or its session lost.</summary>
    internal bool IsBroken
    {
        get
        {
            lock (_lock) return _failure is not null;
        }
    }

    /// <summary>Completes when the peer has accepted the stream.</summary>
    internal Task Replied => _replied.Task;

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _incoming.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="IOException">The stream was reset, or the session has ended.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var rest = buffer; !rest.IsEmpty;)
        {
            var piece = rest[..Math.Min(rest.Length, SpdySendQueue.MaxData)];
            lock (_lock)
            {
                if (_failure is not null) throw Failed(_failure);
                if (_localEnded) throw new InvalidOperationException("this half of the stream was ended before");
            }

            await _session.SendDataAsync(Id, piece, fin: false, cancellationToken);
            rest = rest[piece.Length..];
        }
    }

    /// <inheritdoc/>
    public override async ValueTask CloseWriteAsync(CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            if (_localEnded || _failure is not null) return;
            _localEnded = true;
        }

        await _session.SendDataAsync(Id, default, fin: true, cancellation);
        ForgetIfOver();
    }

    /// <summary>Ends the stream at once in both directions, and tells the peer. What was not read is lost. Idempotent.</summary>
    public void Reset() => Reset(SpdyResetStatus.Cancel);

    internal void Reset(SpdyResetStatus status)
    {
        if (!TryFail(new("the stream was reset"))) return;
        _incoming.Abandon();
        _session.TryPost(new SpdyFrame.RstStream(Id, status));
    }

    /// <summary>What the receiver brings.</summary>
    internal ValueTask ReceiveAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_remoteEnded || _failure is not null) return ValueTask.CompletedTask;
        }

        return _incoming.AddAsync(payload, cancellation);
    }

    internal void ReceiveReply() => _replied.TrySetResult();

    internal void ReceiveEnd()
    {
        lock (_lock)
        {
            if (_remoteEnded || _failure is not null) return;
            _remoteEnded = true;
        }

        _incoming.End();
        ForgetIfOver();
    }

    /// <summary>The receiver says that the stream is broken; what came before can still be read.</summary>
    internal void ReceiveFailure(IOException failure)
    {
        if (TryFail(failure) && !_remoteEnded) _incoming.End(failure);
    }

    private bool TryFail(IOException failure)
    {
        lock (_lock)
        {
            if (_failure is not null || (_localEnded && _remoteEnded)) return false;
            _failure = failure;
        }

        _replied.TrySetException(failure);
        _ = _replied.Task.Exception; // Nobody may be waiting for the reply; then nobody is to be told.
        _session.Forget(this);
        return true;
    }

    private void ForgetIfOver()
    {
        lock (_lock)
        {
            if (!_localEnded || !_remoteEnded) return;
        }

        _session.Forget(this);
    }

    // A fresh one each time: an exception object that is thrown twice mixes up its stack traces.
    private static IOException Failed(IOException failure) => new(failure.Message, failure);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Reset();
            _incoming.Abandon();
        }

        base.Dispose(disposing);
    }
}
