using System.Runtime.InteropServices;
using Kybernet.Storage.Engine.Requests;

namespace Kybernet.Storage.Engine;

/// <summary>
/// Gives the writer a thread of its own, which waits for the disk so that nobody else has to. What arrives while a batch is on its
/// way to disk makes up the next batch: group commit.
/// </summary>
internal sealed class WriterThread : IExecutor
{
    private readonly StoreWriter _writer;
    private readonly Action _close;
    private readonly RequestQueue _queue;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the thread.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="queueCapacity">How many requests may wait.</param>
    /// <param name="close">Called on the thread when it ends.</param>
    public WriterThread(StoreWriter writer, int queueCapacity, Action close)
    {
        _writer = writer;
        _close = close;
        _queue = new RequestQueue(queueCapacity);
        new Thread(Run) { Name = "store-writer", IsBackground = true }.Start();
    }

    public ValueTask<TResult> SubmitAsync<TResult>(Request<TResult> request, CancellationToken cancellation)
    {
        var queued = _queue.EnqueueAsync(request, cancellation);
        return queued.IsCompletedSuccessfully ? new ValueTask<TResult>(request.Task) : AwaitBoth(queued, request);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _ended.Task;
    }

    private static async ValueTask<TResult> AwaitBoth<TResult>(ValueTask queued, Request<TResult> request)
    {
        await queued;
        return await request.Task;
    }

    private void Run()
    {
        try
        {
            var batch = new List<Request>();
            while (_queue.Take(batch, wait: !_writer.HasSweepWork))
            {
                if (batch.Count > 0) _writer.Process(CollectionsMarshal.AsSpan(batch));
                // Batches sweep along as much as they need: the rest is for when nobody waits.
                else if (_writer.HasSweepWork) _writer.Sweep();
                batch.Clear();
            }
            _close();
            _ended.SetResult();
        }
        catch (Exception failure)
        {
            _ended.SetException(failure);
        }
    }
}
