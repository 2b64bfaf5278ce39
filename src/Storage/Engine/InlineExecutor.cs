using Kybernet.Storage.Engine.Requests;

namespace Kybernet.Storage.Engine;

/// <summary>Runs each request on its caller, one at a time: no thread, no queue, the same order every time. For stores in memory.</summary>
internal sealed class InlineExecutor(StoreWriter writer, Action close) : IExecutor
{
    private readonly Lock _lock = new();
    private bool _closed;

    public ValueTask<TResult> SubmitAsync<TResult>(Request<TResult> request, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return ValueTask.FromCanceled<TResult>(cancellation);
        lock (_lock)
        {
            if (_closed) request.Fail(EmbeddedStore.Closed());
            else writer.Process([request]);
        }
        return new ValueTask<TResult>(request.Task);
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (!_closed) close();
            _closed = true;
        }
        return ValueTask.CompletedTask;
    }
}
