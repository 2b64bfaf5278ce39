using System.Globalization;
using Kybernet.Host.Flags;

namespace Kybernet.Host.Commands.Components;

/// <summary>etcd's --auto-compaction-mode and --auto-compaction-retention.</summary>
internal sealed class AutoCompactionFlags(FlagTable flags)
{
    private readonly Flag<string> _mode = flags.Text("auto-compaction-mode", "periodic", "By what --auto-compaction-retention counts: periodic or revision.");
    private readonly Flag<string> _retention = flags.Text(
        "auto-compaction-retention", "0", "How much history is kept: a duration (a bare number: hours) or a number of revisions; 0: all of it.");

    /// <summary>What the flags say.</summary>
    /// <exception cref="FlagException">They make no sense.</exception>
    public AutoCompaction Of(ComponentStart start) => Of(start.Flags);

    /// <summary>What a command line says.</summary>
    /// <exception cref="FlagException">It makes no sense.</exception>
    public AutoCompaction Of(FlagValues values)
    {
        var (mode, retention) = (values.Get(_mode), values.Get(_retention));
        return mode switch
        {
            "periodic" => new AutoCompaction { Period = Duration(retention) },
            "revision" => new AutoCompaction { Revisions = Count(retention) },
            _ => throw new FlagException($"--auto-compaction-mode: there is no mode {mode}, only periodic and revision"),
        };
    }

    private static long Count(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        ? count
        : throw new FlagException($"--auto-compaction-retention: {text} is no number of revisions");

    private static TimeSpan Duration(string text)
    {
        try
        {
            var duration = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
                ? TimeSpan.FromHours(hours)
                : Api.KubeDuration.Parse(text);
            return duration >= TimeSpan.Zero ? duration : throw new FlagException($"--auto-compaction-retention: {text} is less than 0");
        }
        catch (FormatException e)
        {
            throw new FlagException($"--auto-compaction-retention: {e.Message}");
        }
    }
}
