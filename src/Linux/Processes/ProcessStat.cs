using System.Globalization;

namespace Kybernet.Linux.Processes;

/// <summary>What /proc/PID/stat says, as far as it is needed.</summary>
internal readonly record struct ProcessStat(char State, int ParentPid, long StartTime)
{
    public bool IsZombie => State is 'Z' or 'X';

    /// <summary>Null when there is no such process.</summary>
    public static ProcessStat? Read(int pid)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/{pid}/stat"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException || IsProcessGone(e))
        {
            return null;
        }
    }

    /// <summary>The second field is the program's name in parentheses, and that name may hold spaces and parentheses.</summary>
    public static ProcessStat Parse(string line)
    {
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessStat(
            fields[0][0],
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            long.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    /// <summary>A process that ends between open and read answers ESRCH, which .NET has no exception type for.</summary>
    internal static bool IsProcessGone(Exception e) => e is IOException { HResult: 3 };
}
