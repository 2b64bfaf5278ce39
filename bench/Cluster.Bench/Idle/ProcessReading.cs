using System.Globalization;

namespace Kybernet.Cluster.Bench.Idle;

/// <summary>What the kernel knows of a process at a moment.</summary>
/// <param name="Name">The program.</param>
/// <param name="RssKilobytes">Memory of it that is resident.</param>
/// <param name="PssKilobytes">The same, but what it shares with others counted in parts.</param>
/// <param name="CpuTicks">CPU time so far, in hundredths of a second.</param>
/// <param name="Switches">How often its threads went to sleep so far: as often they were woken.</param>
internal sealed record ProcessReading(string Name, long RssKilobytes, long PssKilobytes, long CpuTicks, long Switches)
{
    /// <summary>Ticks in a second, as /proc counts.</summary>
    public const double TicksPerSecond = 100;

    /// <exception cref="IOException">There is no such process, or it is not ours to look at.</exception>
    public static ProcessReading Of(int pid)
    {
        var directory = $"/proc/{pid}";
        var stat = File.ReadAllText($"{directory}/stat");
        // The name is in brackets and may hold anything; after it come the fields from the third on.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var rollup = File.ReadAllLines($"{directory}/smaps_rollup");
        return new ProcessReading(
            stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')],
            Number(rollup, "Rss:"), Number(rollup, "Pss:"),
            long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture),
            Directory.GetDirectories($"{directory}/task").Sum(SwitchesOf));
    }

    private static long SwitchesOf(string task)
    {
        try
        {
            return Number(File.ReadAllLines($"{task}/status"), "voluntary_ctxt_switches:");
        }
        catch (Exception e) when (e is IOException)
        {
            // The thread ended meanwhile.
            return 0;
        }
    }

    private static long Number(IEnumerable<string> lines, string field) => long.Parse(
        lines.First(l => l.StartsWith(field, StringComparison.Ordinal))[field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(),
        CultureInfo.InvariantCulture);
}
