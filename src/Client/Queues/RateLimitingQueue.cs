using Kybernet.Base;

namespace Kybernet.Client;

/// <summary>
/// A work queue that also takes keys for later, and keys that failed (upstream's TypedRateLimitingInterface).
/// </summary>
/// <typeparam name="TKey">What is queued.</typeparam>
public sealed class RateLimitingQueue<TKey> : IDisposable where TKey : notnull
{
    private readonly WorkQueue<TKey> _queue = new();
    private readonly RateLimiter<TKey> _limiter;
    private readonly DelayedKeys<TKey> _delayed;

    /// <summary>An empty queue.</summary>
    /// <param name="environment">Whose clock delays are measured by.</param>
    /// <param name="limiter">How long failed keys wait; null: upstream's default.</param>
    public RateLimitingQueue(ExecutionEnvironment environment, RateLimiter<TKey>? limiter = null)
    {
        _limiter = limiter ?? new RateLimiter<TKey>(environment.Time);
        _delayed = new DelayedKeys<TKey>(environment.Time, _queue.Add);
    }

    /// <summary>How many keys wait for a worker, those for later not counted.</summary>
    public int Count => _queue.Count;

    /// <summary>Whether nothing waits (but for later) and no worker is at work.</summary>
    public bool IsIdle => _queue.IsIdle;

    /// <summary>How many keys are for later.</summary>
    public int DelayedCount => _delayed.Count;

    /// <summary>Queues a key, unless it waits already.</summary>
    public void Add(TKey key) => _queue.Add(key);

    /// <summary>Queues a key when <paramref name="delay"/> has passed. Of several times for one key the earliest counts.</summary>
    public void AddAfter(TKey key, TimeSpan delay)
    {
        if (_queue.IsShuttingDown) return;
        if (delay <= TimeSpan.Zero) _queue.Add(key);
        else _delayed.Add(key, delay);
    }

    /// <summary>Queues a key that failed, as soon as the rate limit allows.</summary>
    public void AddRateLimited(TKey key) => AddAfter(key, _limiter.When(key));

    /// <summary>The key has succeeded, or is given up: its next failure is its first.</summary>
    public void Forget(TKey key) => _limiter.Forget(key);

    /// <summary>How often the key has failed since it was forgotten (upstream's NumRequeues).</summary>
    public int Failures(TKey key) => _limiter.Failures(key);

    /// <inheritdoc cref="WorkQueue{TKey}.TakeAsync"/>
    public ValueTask<WorkItem<TKey>?> TakeAsync(CancellationToken cancellation) => _queue.TakeAsync(cancellation);

    /// <inheritdoc cref="WorkQueue{TKey}.Done"/>
    public void Done(TKey key) => _queue.Done(key);

    /// <summary>Takes nothing more, and forgets what was for later; workers finish what is queued.</summary>
    public void ShutDown()
    {
        _delayed.Dispose();
        _queue.ShutDown();
    }

    /// <inheritdoc/>
    public void Dispose() => ShutDown();
}
