using System.Diagnostics;

namespace Kybernet.EndToEnd.Tests.Real;

/// <summary>What a node leaves on a machine, or should not: to be taken before and after, and compared.</summary>
/// <param name="Interfaces">Network interfaces.</param>
/// <param name="Tables">Tables of nftables.</param>
/// <param name="Cgroups">Cgroups that bear Kybernet's name.</param>
/// <param name="Processes">Shims and containers' processes, and containerds of Kybernet's, by their arguments; the dead do not count.</param>
/// <param name="Mounts">Mount points under Kybernet's directories.</param>
public sealed record Traces(string Interfaces, string Tables, string Cgroups, string Processes, string Mounts)
{
    /// <summary>Looks at the machine.</summary>
    public static Traces Take() => NodeFactAttribute.Obstacle is not null
        ? new("", "", "", "", "")
        : new(
            Lines(Directory.EnumerateDirectories("/sys/class/net").Select(d => Path.GetFileName(d)!)),
            Run("nft", "list", "tables"),
            Lines(Directory.EnumerateDirectories("/sys/fs/cgroup", "kybernet*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 })),
            Lines(CommandLines().Where(c => c.Contains("containerd", StringComparison.Ordinal) && c.Contains("/kybernet/", StringComparison.Ordinal))),
            Lines(File.ReadLines("/proc/self/mounts").Select(m => m.Split(' ')[1]).Where(m => m.Contains("kybernet", StringComparison.Ordinal))));

    private static IEnumerable<string> CommandLines()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])))
        {
            string line;
            try
            {
                // A zombie has none: it has ended, and waits for whoever started it to ask.
                line = File.ReadAllText(Path.Combine(directory, "cmdline")).Replace('\0', ' ');
            }
            catch (IOException)
            {
                continue; // It ended while we looked.
            }

            if (line.Length > 0) yield return line;
        }
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd();
    }

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Order(StringComparer.Ordinal));
}
