using System.Text;

namespace Kybernet.Base.Metrics;

/// <summary>How values are spread: how many were at most each of some bounds, how many there were, and their sum.</summary>
public sealed class Histogram : Metric
{
    private readonly double[] _bounds;
    private readonly long[] _counts;
    private readonly Gauge _sum = new();

    internal Histogram(double[] bounds)
    {
        _bounds = bounds;
        _counts = new long[bounds.Length + 1];
    }

    /// <summary>Takes a value in.</summary>
    public void Observe(double value)
    {
        var bucket = Array.BinarySearch(_bounds, value);
        Interlocked.Increment(ref _counts[bucket < 0 ? ~bucket : bucket]);
        _sum.Add(value);
    }

    internal override void Write(StringBuilder output, string name, string labels)
    {
        var total = 0L;
        var prefix = labels.Length == 0 ? "" : labels + ",";
        for (var i = 0; i < _counts.Length; i++)
        {
            total += Interlocked.Read(ref _counts[i]);
            var bound = i < _bounds.Length ? _bounds[i] : double.PositiveInfinity;
            Line(output, name + "_bucket", $"{prefix}le=\"{Number(bound)}\"", total);
        }

        Line(output, name + "_sum", labels, _sum.Value);
        Line(output, name + "_count", labels, total);
    }
}
