using System.Runtime.CompilerServices;

namespace Kybernet.Wire.Grpc;

/// <summary>
/// A call in which both sides speak when they like, such as etcd's Watch. Writers may be several; there is one reader.
/// Disposing ends the call, whatever its state.
/// </summary>
public sealed class GrpcDuplexCall<TRequest, TResponse> : IAsyncDisposable
    where TRequest : class
    where TResponse : class
{
    private readonly GrpcCall<TRequest, TResponse> _call;
    private readonly GrpcDuplexContent _content = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Task _started;
    private int _disposed;

    internal GrpcDuplexCall(GrpcCall<TRequest, TResponse> call)
    {
        _call = call;
        _started = call.StartAsync(_content);
    }

    /// <summary>Sends one message; completes when it is handed to the connection.</summary>
    /// <exception cref="GrpcException">The call is over; <see cref="ReadAllAsync"/> says why.</exception>
    public async Task WriteAsync(TRequest request, CancellationToken cancellation = default)
    {
        var frame = _call.Encode(request);
        await _writing.WaitAsync(cancellation);
        try
        {
            // A call that cannot start fails here with its own error instead of waiting for ever.
            if (await Task.WhenAny(_content.Opened, _started).WaitAsync(cancellation) == _started) await _started;
            var stream = await _content.Opened.WaitAsync(cancellation);
            await stream.WriteAsync(frame, cancellation);
            await stream.FlushAsync(cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && _call.Translate(e) is { } translated)
        {
            throw translated;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Says that no more requests come; answers may go on.</summary>
    public void CompleteWriting() => _content.Complete();

    /// <summary>The answers, until the server ends the call. Cancelling the enumeration ends the call, too.</summary>
    /// <exception cref="GrpcException">While enumerating: the status was not OK, or the connection was lost.</exception>
    public async IAsyncEnumerable<TResponse> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var stop = cancellation.UnsafeRegister(static call => ((GrpcCall<TRequest, TResponse>)call!).Cancel(), _call);
        await _started;
        while (await _call.ReadAsync() is { } response) yield return response;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        _call.Cancel();
        // How the call ended is the reader's and the writers' news; here it only has to be over.
        await _started.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // First the stream is reset, then the body may end: the other way round the server could take it for an orderly end.
        _call.Dispose();
        _content.Complete();
        _writing.Dispose();
    }
}
