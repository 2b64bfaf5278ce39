using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Kybernet.Base.Metrics;

/// <summary>All metrics of one name: one for each combination of label values that has been seen.</summary>
/// <typeparam name="TMetric">Counter, gauge or histogram.</typeparam>
public sealed class MetricFamily<TMetric> : IMetricFamily where TMetric : Metric
{
    private readonly ConcurrentDictionary<string, TMetric> _metrics = new(StringComparer.Ordinal);
    private readonly Func<TMetric> _create;
    private readonly string _type;
    private readonly string _help;
    private readonly string[] _labels;

    internal MetricFamily(string name, string type, string help, string[] labels, Func<TMetric> create) =>
        (Name, _type, _help, _labels, _create) = (name, type, help, labels, create);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>
    /// The metric of these label values, in the order in which the labels were named. Keep it where it is counted often.
    /// Values must come from a bounded set: what has been seen stays.
    /// </summary>
    /// <exception cref="ArgumentException">There are more or fewer values than labels.</exception>
    public TMetric With(params ReadOnlySpan<string> values)
    {
        if (values.Length != _labels.Length) throw new ArgumentException($"{Name} has {_labels.Length} labels, not {values.Length}", nameof(values));
        StringBuilder text = new();
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0) text.Append(',');
            text.Append(_labels[i]).Append("=\"").Append(Escape(values[i])).Append('"');
        }

        return _metrics.GetOrAdd(text.ToString(), static (_, create) => create(), _create);
    }

    /// <summary>Forgets all label values, for gauges that are set anew at each reading.</summary>
    public void Clear() => _metrics.Clear();

    /// <inheritdoc/>
    public void Write(StringBuilder output)
    {
        if (_metrics.IsEmpty) return;
        output.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {_help}\n# TYPE {Name} {_type}\n");
        foreach (var (labels, metric) in _metrics.ToArray().OrderBy(m => m.Key, StringComparer.Ordinal)) metric.Write(output, Name, labels);
    }

    private static string Escape(string value) =>
        value.AsSpan().IndexOfAny("\\\"\n") < 0 ? value : value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
}

/// <summary>All metrics of one name, as a registry sees them.</summary>
internal interface IMetricFamily
{
    /// <summary>The name.</summary>
    string Name { get; }

    /// <summary>Writes them in Prometheus' text format; nothing when there are none.</summary>
    void Write(StringBuilder output);
}
