using System.Text;

namespace Kybernet.Base.Metrics;

/// <summary>The metrics of a component, to be read in Prometheus' text format.</summary>
public sealed class MetricRegistry
{
    private readonly Lock _lock = new();
    private readonly List<IMetricFamily> _families = [];
    private readonly List<Action> _collectors = [];

    /// <summary>Adds counters of a name.</summary>
    /// <param name="name">The name, by convention ending in <c>_total</c>.</param>
    /// <param name="help">One sentence.</param>
    /// <param name="labels">The names of the labels.</param>
    public MetricFamily<Counter> Counter(string name, string help, params string[] labels) =>
        Add(new MetricFamily<Counter>(name, "counter", help, labels, static () => new Counter()));

    /// <summary>Adds gauges of a name.</summary>
    /// <inheritdoc cref="Counter"/>
    public MetricFamily<Gauge> Gauge(string name, string help, params string[] labels) =>
        Add(new MetricFamily<Gauge>(name, "gauge", help, labels, static () => new Gauge()));

    /// <summary>Adds counters of a name that are counted elsewhere, and only read here: set before they are read.</summary>
    /// <inheritdoc cref="Counter"/>
    public MetricFamily<Gauge> CountedElsewhere(string name, string help, params string[] labels) =>
        Add(new MetricFamily<Gauge>(name, "counter", help, labels, static () => new Gauge()));

    /// <summary>Adds histograms of a name.</summary>
    /// <param name="name">The name, by convention ending in the unit.</param>
    /// <param name="help">One sentence.</param>
    /// <param name="bounds">The upper bounds of the buckets, ascending.</param>
    /// <param name="labels">The names of the labels.</param>
    public MetricFamily<Histogram> Histogram(string name, string help, double[] bounds, params string[] labels) =>
        Add(new MetricFamily<Histogram>(name, "histogram", help, labels, () => new Histogram(bounds)));

    /// <summary>Adds something that brings gauges up to date before they are read.</summary>
    public void OnCollect(Action collect)
    {
        lock (_lock) _collectors.Add(collect);
    }

    /// <summary>All metrics as text, in order of name.</summary>
    public string Write()
    {
        lock (_lock)
        {
            foreach (var collect in _collectors) collect();
            StringBuilder output = new();
            foreach (var family in _families.OrderBy(f => f.Name, StringComparer.Ordinal)) family.Write(output);
            return output.ToString();
        }
    }

    private T Add<T>(T family) where T : IMetricFamily
    {
        lock (_lock) _families.Add(family);
        return family;
    }
}
