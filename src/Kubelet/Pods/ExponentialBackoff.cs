namespace Kybernet.Kubelet.Pods;

/// <summary>
/// Delays that double with every failure of the same thing, from <paramref name="initial"/> to <paramref name="max"/>; one
/// that has been quiet for twice <paramref name="max"/> starts over. Not for several threads at once.
/// </summary>
internal sealed class ExponentialBackoff(TimeSpan initial, TimeSpan max)
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The delay of what goes by <paramref name="key"/>, counted from the last failure; zero when it has not failed.</summary>
    public TimeSpan DelayOf(string key) => _entries.TryGetValue(key, out var entry) ? entry.Delay : TimeSpan.Zero;

    /// <summary>How long to wait still, after what happened at <paramref name="eventTime"/>; zero: go on.</summary>
    public TimeSpan Remaining(string key, DateTimeOffset eventTime, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(key, out var entry) || HasExpired(entry, eventTime)) return TimeSpan.Zero;
        var left = eventTime + entry.Delay - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Makes the next delay longer.</summary>
    public void Next(string key, DateTimeOffset eventTime, DateTimeOffset now)
    {
        var delay = _entries.TryGetValue(key, out var entry) && !HasExpired(entry, eventTime)
            ? TimeSpan.FromTicks(Math.Min(entry.Delay.Ticks * 2, max.Ticks))
            : initial;
        _entries[key] = new(delay, now);
    }

    /// <summary>Forgets a key: it is well.</summary>
    public void Reset(string key) => _entries.Remove(key);

    private bool HasExpired(Entry entry, DateTimeOffset eventTime) => eventTime - entry.LastUpdate > max * 2;

    private readonly record struct Entry(TimeSpan Delay, DateTimeOffset LastUpdate);
}
