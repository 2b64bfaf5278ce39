namespace Kybernet.Client;

/// <summary>
/// A queue of keys in which each key is at most once, and which hands no key to two workers at a time: a key added while a
/// worker has it is queued again when that worker is done (upstream's workqueue.Type). First in, first out.
/// </summary>
/// <typeparam name="TKey">What is queued. The queue is bounded by how many different keys there are.</typeparam>
public sealed class WorkQueue<TKey> where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Queue<TKey> _queue = new();
    private readonly HashSet<TKey> _dirty = [];
    private readonly HashSet<TKey> _processing = [];
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _shuttingDown;

    /// <summary>How many keys wait for a worker.</summary>
    public int Count
    {
        get { lock (_lock) return _queue.Count; }
    }

    /// <summary>Whether the queue takes nothing more.</summary>
    public bool IsShuttingDown
    {
        get { lock (_lock) return _shuttingDown; }
    }

    /// <summary>Whether nothing waits and no worker is at work.</summary>
    public bool IsIdle
    {
        get { lock (_lock) return _queue.Count == 0 && _processing.Count == 0; }
    }

    /// <summary>Queues a key, unless it waits already.</summary>
    public void Add(TKey key)
    {
        lock (_lock)
        {
            if (_shuttingDown || !_dirty.Add(key) || _processing.Contains(key)) return;
            Enqueue(key);
        }
    }

    /// <summary>
    /// The next key; the caller says <see cref="Done"/> afterwards. Waits for one; null when the queue is shut down and empty.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> came first.</exception>
    public async ValueTask<WorkItem<TKey>?> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            TaskCompletionSource signal;
            lock (_lock)
            {
                if (_queue.TryDequeue(out var key))
                {
                    _dirty.Remove(key);
                    _processing.Add(key);
                    return new WorkItem<TKey>(key);
                }

                if (_shuttingDown) return null;
                signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Enqueue(signal);
            }

            await using (cancellation.UnsafeRegister(static (s, c) => ((TaskCompletionSource)s!).TrySetCanceled(c), signal))
            {
                await signal.Task;
            }
        }
    }

    /// <summary>The worker has finished with the key: if it was added meanwhile, it is queued again.</summary>
    public void Done(TKey key)
    {
        lock (_lock)
        {
            _processing.Remove(key);
            if (_dirty.Contains(key)) Enqueue(key);
        }
    }

    /// <summary>Takes nothing more; workers finish what is queued and then get null.</summary>
    public void ShutDown()
    {
        lock (_lock)
        {
            _shuttingDown = true;
            while (_waiting.TryDequeue(out var worker)) worker.TrySetResult();
        }
    }

    private void Enqueue(TKey key)
    {
        _queue.Enqueue(key);
        // Workers go on elsewhere than here (RunContinuationsAsynchronously), so that waking one inside the lock is safe; one
        // that was cancelled meanwhile does not count.
        while (_waiting.TryDequeue(out var worker) && !worker.TrySetResult())
        {
        }
    }
}

/// <summary>A key in a worker's hands.</summary>
/// <param name="Key">The key.</param>
public readonly record struct WorkItem<TKey>(TKey Key);
