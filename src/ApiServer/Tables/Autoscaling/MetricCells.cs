using System.Globalization;

namespace Kybernet.ApiServer.Tables;

/// <summary>What an autoscaler goes by: present over wanted, for each metric.</summary>
internal static class MetricCells
{
    private const int MostShown = 2;

    /// <summary>A metric of a type that this version does not know.</summary>
    public const string UnknownType = "<unknown type>";

    /// <summary>The first two, and how many more there are.</summary>
    public static string Targets(IReadOnlyList<string> metrics) => metrics.Count switch
    {
        0 => CellText.None,
        <= MostShown => string.Join(", ", metrics),
        _ => $"{string.Join(", ", metrics.Take(MostShown))} + {metrics.Count - MostShown} more...",
    };

    /// <summary>An amount over its target, as <c>cpu: 250m/500m</c>; a present one that is missing is unknown.</summary>
    public static string Amount(string? current, string? target, string name = "") =>
        $"{Prefix(name)}{current ?? CellText.Unknown}/{target}";

    /// <summary>A share of what is requested over its target, as <c>cpu: 12%/80%</c>.</summary>
    public static string Utilization(string name, int? current, int? target) =>
        $"{Prefix(name)}{Percent(current) ?? CellText.Unknown}/{Percent(target) ?? "<auto>"}";

    private static string Prefix(string name) => name.Length > 0 ? name + ": " : "";

    private static string? Percent(int? share) => share is { } n ? n.ToString(CultureInfo.InvariantCulture) + "%" : null;
}
