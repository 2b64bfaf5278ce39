using System.Text;

namespace Kybernet.Base.Metrics;

/// <summary>A value that goes up and down.</summary>
public sealed class Gauge : Metric
{
    private double _value;

    /// <summary>The value.</summary>
    public double Value
    {
        get => Volatile.Read(ref _value);
        set => Volatile.Write(ref _value, value);
    }

    /// <summary>Raises the value, or lowers it.</summary>
    public void Add(double difference)
    {
        double known, changed;
        do
        {
            known = Volatile.Read(ref _value);
            changed = known + difference;
        }
        while (Interlocked.CompareExchange(ref _value, changed, known) != known);
    }

    internal override void Write(StringBuilder output, string name, string labels) => Line(output, name, labels, Value);
}
