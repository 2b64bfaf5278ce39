using System.CommandLine;
using Kybernet.Cluster.Bench.Reports;

namespace Kybernet.Cluster.Bench.Commands;

/// <summary>Where results go.</summary>
internal static class Output
{
    public static Option<FileInfo?> Json() => new("--json") { Description = "Also write the results to this file." };

    /// <summary>Prints the report, and saves it where that was asked for.</summary>
    public static int Show(this ParseResult parsed, Report report, Option<FileInfo?> json)
    {
        report.Print(Console.Out);
        if (parsed.GetValue(json) is { } file) report.Save(file.FullName);
        return 0;
    }
}
