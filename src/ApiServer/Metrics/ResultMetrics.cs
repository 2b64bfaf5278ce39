using System.Collections.Concurrent;
using Kybernet.Base.Metrics;

namespace Kybernet.ApiServer.Metrics;

/// <summary>How often something came to each of a few results, and how long it took.</summary>
internal sealed class ResultMetrics(MetricFamily<Counter> attempts, MetricFamily<Histogram> durations, TimeProvider time)
{
    // The label texts are made once, and counting allocates nothing.
    private readonly ConcurrentDictionary<string, (Counter Attempts, Histogram Durations)> _known = new(StringComparer.Ordinal);

    /// <summary>A millisecond, and doubling up to sixteen seconds.</summary>
    public static double[] Seconds { get; } = [.. Enumerable.Range(0, 15).Select(static i => 0.001 * (1 << i))];

    /// <summary>When it begins: to be handed to <see cref="End"/>.</summary>
    public long Begin() => time.GetTimestamp();

    /// <summary>It has come to a result.</summary>
    public void End(long begun, string result)
    {
        var metrics = _known.GetOrAdd(result, static (r, self) => (self.Attempts.With(r), self.Durations.With(r)), (Attempts: attempts, Durations: durations));
        metrics.Attempts.Add();
        metrics.Durations.Observe(time.GetElapsedTime(begun).TotalSeconds);
    }
}
