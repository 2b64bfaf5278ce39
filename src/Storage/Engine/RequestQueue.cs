using Kybernet.Storage.Engine.Requests;

namespace Kybernet.Storage.Engine;

/// <summary>The bounded queue in front of the writer's thread. Callers wait for a place asynchronously, the writer by blocking.</summary>
internal sealed class RequestQueue(int capacity)
{
    /// <summary>Bounds of one batch: so many requests or bytes are committed together at most.</summary>
    private const int BatchLength = 1024;
    private const long BatchBytes = 16 << 20;

    private readonly SemaphoreSlim _places = new(capacity);
    private readonly Queue<Request> _waiting = new();
    private readonly object _gate = new();
    private bool _closed;

    /// <summary>Queues a request when there is a place for it; fails the request when the queue has been closed.</summary>
    public ValueTask EnqueueAsync(Request request, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return ValueTask.FromCanceled(cancellation);
        if (!_places.Wait(0, CancellationToken.None)) return EnqueueSlowAsync(request, cancellation);
        Enqueue(request);
        return ValueTask.CompletedTask;
    }

    /// <summary>
    /// Blocks until there is something to do, if <paramref name="wait"/>, and takes as much as may be committed together. Returns false
    /// when the queue is closed and empty.
    /// </summary>
    public bool Take(List<Request> batch, bool wait)
    {
        lock (_gate)
        {
            while (wait && _waiting.Count == 0 && !_closed) Monitor.Wait(_gate);
            for (var bytes = 0L; batch.Count < BatchLength && bytes < BatchBytes && _waiting.TryDequeue(out var request);)
            {
                batch.Add(request);
                bytes += request.Bytes;
            }
            if (batch.Count == 0) return !_closed;
        }
        _places.Release(batch.Count);
        return true;
    }

    /// <summary>Takes no more requests; those that are queued are still to be done.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
    }

    private async ValueTask EnqueueSlowAsync(Request request, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        Enqueue(request);
    }

    private void Enqueue(Request request)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _waiting.Enqueue(request);
                if (_waiting.Count == 1) Monitor.Pulse(_gate);
                return;
            }
        }
        _places.Release();
        request.Fail(EmbeddedStore.Closed());
    }
}
