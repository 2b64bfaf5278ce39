using System.Globalization;

namespace Kybernet.Linux.Processes;

/// <summary>What this process may do beyond an ordinary user's rights.</summary>
public static class Capabilities
{
    private const int SysResource = 24; // CAP_SYS_RESOURCE

    /// <summary>Whether it may lower the out-of-memory score of processes, among other limits (CAP_SYS_RESOURCE). Some containers may not.</summary>
    public static bool MayLowerOomScore => Has(File.ReadLines("/proc/self/status"), SysResource);

    /// <summary>The line "CapEff:	000001fffeffffff": a bit a capability.</summary>
    internal static bool Has(IEnumerable<string> status, int capability)
    {
        var line = status.First(line => line.StartsWith("CapEff:", StringComparison.Ordinal));
        var effective = ulong.Parse(line.AsSpan("CapEff:".Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (effective >> capability & 1) == 1;
    }
}
