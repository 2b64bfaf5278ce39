using System.Globalization;

namespace Kybernet.Linux.Processes;

/// <summary>The machine's processes, as /proc lists them.</summary>
public static class ProcessTable
{
    /// <summary>The processes whose arguments satisfy <paramref name="match"/>.</summary>
    /// <param name="match">Gets the whole argument list, the program's name first. Kernel threads have none and are left out.</param>
    public static IReadOnlyList<ProcessIdentity> FindByArguments(Func<string[], bool> match)
    {
        List<ProcessIdentity> found = [];
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            // The identity first: should the id pass to another process in between, signals to the identity reach nobody.
            if (ProcessIdentity.Of(pid) is { } process && ArgumentsOf(pid) is { Length: > 0 } arguments && match(arguments)) found.Add(process);
        }
        return found;
    }

    private static string[] ArgumentsOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").TrimEnd('\0').Split('\0');
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException || ProcessStat.IsProcessGone(e))
        {
            return [];
        }
    }
}
