namespace Kybernet.Cluster.Bench.Reports;

/// <summary>One thing measured.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">Of what, such as "/s" or "ms".</param>
internal sealed record Figure(string Name, double Value, string Unit)
{
    /// <summary>The value for people: about three digits that say something.</summary>
    public string Text => Value switch
    {
        >= 100 => $"{Value:n0} {Unit}",
        >= 10 => $"{Value:n1} {Unit}",
        _ => $"{Value:n2} {Unit}",
    };
}
