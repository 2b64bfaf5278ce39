using Kybernet.Base.Metrics;
using Xunit;

namespace Kybernet.Base.Tests.Metrics;

public sealed class MetricRegistryTests
{
    [Fact]
    public void MetricsAreWrittenAsPrometheusReadsThem()
    {
        MetricRegistry registry = new();
        registry.Counter("b_total", "Counts.", "verb", "code").With("GET", "200").Add(3);
        registry.Gauge("a", "Measures.").With().Value = 1.5;
        var histogram = registry.Histogram("c_seconds", "Times.", [0.1, 1], "verb").With("a\"b");
        histogram.Observe(0.1);
        histogram.Observe(0.5);
        histogram.Observe(7);

        Assert.Equal(
            """
            # HELP a Measures.
            # TYPE a gauge
            a 1.5
            # HELP b_total Counts.
            # TYPE b_total counter
            b_total{verb="GET",code="200"} 3
            # HELP c_seconds Times.
            # TYPE c_seconds histogram
            c_seconds_bucket{verb="a\"b",le="0.1"} 1
            c_seconds_bucket{verb="a\"b",le="1"} 2
            c_seconds_bucket{verb="a\"b",le="+Inf"} 3
            c_seconds_sum{verb="a\"b"} 7.6
            c_seconds_count{verb="a\"b"} 3

            """,
            registry.Write());
    }

    [Fact]
    public void CollectorsRunBeforeEachReading()
    {
        MetricRegistry registry = new();
        var gauge = registry.Gauge("reads", "Readings.").With();
        registry.OnCollect(() => gauge.Add(1));
        registry.Write();
        Assert.Contains("reads 2\n", registry.Write());
    }
}
