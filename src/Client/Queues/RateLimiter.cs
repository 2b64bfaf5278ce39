using Kybernet.Base;

namespace Kybernet.Client;

/// <summary>
/// How long a key that failed has to wait: exponentially longer with each failure of its own, and so that all retries
/// together keep to a rate; the longer of both (upstream's DefaultTypedControllerRateLimiter: 5 ms to 1000 s, 10 a second
/// with bursts of 100). Safe for use by several threads.
/// </summary>
/// <typeparam name="TKey">What is retried.</typeparam>
public sealed class RateLimiter<TKey> where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly TokenBucket _overall;

    /// <summary>A limiter with upstream's defaults, unless told otherwise.</summary>
    /// <param name="time">The clock by which the overall rate is measured.</param>
    /// <param name="rate">Retries a second, overall.</param>
    /// <param name="burst">Retries at once, overall.</param>
    public RateLimiter(TimeProvider time, double rate = 10, int burst = 100) => _overall = new TokenBucket(time, rate, burst);

    /// <summary>The wait after a key's first failure; it doubles with each further one.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>The longest wait of a key.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(1000);

    /// <summary>Counts a failure of the key and says how long it has to wait.</summary>
    public TimeSpan When(TKey key)
    {
        lock (_lock)
        {
            var failures = _failures.GetValueOrDefault(key);
            _failures[key] = failures + 1;
            var own = FirstDelay.TotalSeconds * Math.Pow(2, failures);
            var ownDelay = own < MaxDelay.TotalSeconds ? TimeSpan.FromSeconds(own) : MaxDelay;
            var overall = _overall.Reserve();
            return ownDelay > overall ? ownDelay : overall;
        }
    }

    /// <summary>How often the key has failed since it was last forgotten.</summary>
    public int Failures(TKey key)
    {
        lock (_lock) return _failures.GetValueOrDefault(key);
    }

    /// <summary>The key has succeeded, or is given up.</summary>
    public void Forget(TKey key)
    {
        lock (_lock) _failures.Remove(key);
    }
}
