namespace Kybernet.Cluster.Bench.Reports;

/// <summary>Many values of one thing, in order.</summary>
internal sealed class Spread
{
    private readonly double[] _sorted;

    public Spread(IEnumerable<double> values)
    {
        _sorted = [.. values.Order()];
        if (_sorted.Length == 0) throw new InvalidOperationException("nothing was measured");
    }

    public int Count => _sorted.Length;

    public double Min => _sorted[0];

    public double Max => _sorted[^1];

    public double Median => Percentile(50);

    /// <summary>The smallest value that so many of a hundred do not exceed (nearest rank).</summary>
    public double Percentile(double percent) => _sorted[Math.Max(0, (int)Math.Ceiling(_sorted.Length * percent / 100) - 1)];
}
