using System.Globalization;
using System.Text;

namespace Kybernet.Base.Metrics;

/// <summary>One metric: a name with its label values. Safe for use by several threads at once.</summary>
public abstract class Metric
{
    internal abstract void Write(StringBuilder output, string name, string labels);

    private protected static void Line(StringBuilder output, string name, string labels, double value)
    {
        output.Append(name);
        if (labels.Length > 0) output.Append('{').Append(labels).Append('}');
        output.Append(' ').Append(Number(value)).Append('\n');
    }

    private protected static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);
}
