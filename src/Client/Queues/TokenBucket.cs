namespace Kybernet.Client;

/// <summary>
/// A bucket that fills at a rate up to a burst; what is taken beyond is owed and waited for (Go's x/time/rate). Not safe
/// for use by several threads.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="rate">Tokens a second.</param>
/// <param name="burst">How many tokens it holds; it begins full.</param>
public sealed class TokenBucket(TimeProvider time, double rate, int burst)
{
    private double _tokens = burst;
    private long _asOf = time.GetTimestamp();

    /// <summary>Takes a token and says how long to wait until it is there.</summary>
    public TimeSpan Reserve()
    {
        Fill();
        _tokens--;
        return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / rate);
    }

    /// <summary>Takes a token if one is there.</summary>
    public bool TryTake()
    {
        Fill();
        if (_tokens < 1) return false;
        _tokens--;
        return true;
    }

    private void Fill()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(burst, _tokens + time.GetElapsedTime(_asOf, now).TotalSeconds * rate);
        _asOf = now;
    }
}
