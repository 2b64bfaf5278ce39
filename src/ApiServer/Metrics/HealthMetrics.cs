using Kybernet.Base.Metrics;

namespace Kybernet.ApiServer.Metrics;

/// <summary>How health checks come out, under upstream's names: service level indicators, served apart from other metrics.</summary>
internal sealed class HealthMetrics
{
    private readonly MetricFamily<Gauge> _state;
    private readonly MetricFamily<Counter> _results;

    /// <summary>Nothing has been checked yet.</summary>
    public HealthMetrics()
    {
        _state = Registry.Gauge("kubernetes_healthcheck", "Whether a health check came out well when it was last made.", "name", "type");
        _results = Registry.Counter("kubernetes_healthchecks_total", "How often health checks came out well, or not.", "name", "status", "type");
    }

    /// <summary>Where they are read.</summary>
    public MetricRegistry Registry { get; } = new();

    /// <summary>A check was made.</summary>
    /// <param name="name">Which: <c>etcd</c>.</param>
    /// <param name="type">By which probe: <c>livez</c>.</param>
    /// <param name="isHealthy">How it came out.</param>
    public void Checked(string name, string type, bool isHealthy)
    {
        _state.With(name, type).Value = isHealthy ? 1 : 0;
        _results.With(name, isHealthy ? "success" : "error", type).Add();
    }
}
