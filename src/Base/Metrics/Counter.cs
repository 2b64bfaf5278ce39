using System.Text;

namespace Kybernet.Base.Metrics;

/// <summary>Counts up.</summary>
public sealed class Counter : Metric
{
    private long _value;

    /// <summary>How often it was counted.</summary>
    public long Value => Interlocked.Read(ref _value);

    /// <summary>Counts one, or several.</summary>
    public void Add(long count = 1) => Interlocked.Add(ref _value, count);

    internal override void Write(StringBuilder output, string name, string labels) => Line(output, name, labels, Value);
}
