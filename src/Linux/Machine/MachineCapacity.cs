using System.Globalization;
using Kybernet.Linux.Filesystems;

namespace Kybernet.Linux.Machine;

/// <summary>What a machine has to give (a node's capacity).</summary>
/// <param name="Cpus">Processors online.</param>
/// <param name="MemoryBytes">Memory, without what the kernel took at boot.</param>
/// <param name="EphemeralStorageBytes">The size of the file system that the pods' files lie on.</param>
/// <param name="MaxPids">How many processes and threads the kernel allows.</param>
/// <param name="HugePageBytes">Memory set aside for huge pages, by page size in bytes; with 0 for sizes the machine knows but has none of.</param>
public sealed record MachineCapacity(
    int Cpus, long MemoryBytes, long EphemeralStorageBytes, long MaxPids, IReadOnlyDictionary<long, long> HugePageBytes)
{
    /// <summary>Of this machine.</summary>
    /// <param name="storageRoot">A path on the file system that the pods' files lie on. Blocks when it does not answer.</param>
    public static MachineCapacity Read(string storageRoot) => new(
        CountCpus(File.ReadAllText("/sys/devices/system/cpu/online")),
        ReadMemory(File.ReadLines("/proc/meminfo")),
        FilesystemUsage.Of(storageRoot).CapacityBytes,
        Math.Min(ReadNumber("/proc/sys/kernel/pid_max"), ReadNumber("/proc/sys/kernel/threads-max")),
        ReadHugePages("/sys/kernel/mm/hugepages"));

    /// <summary>Of the kernel's list form: "0-3,8" is five.</summary>
    internal static int CountCpus(string list) => list.Trim().Split(',').Sum(range =>
    {
        var ends = range.Split('-');
        return int.Parse(ends[^1], CultureInfo.InvariantCulture) - int.Parse(ends[0], CultureInfo.InvariantCulture) + 1;
    });

    /// <summary>The line "MemTotal:  24684096 kB".</summary>
    internal static long ReadMemory(IEnumerable<string> meminfo)
    {
        var line = meminfo.First(line => line.StartsWith("MemTotal:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>Directories "hugepages-2048kB", in each a file "nr_hugepages".</summary>
    internal static IReadOnlyDictionary<long, long> ReadHugePages(string directory)
    {
        var sizes = new SortedDictionary<long, long>();
        if (!Directory.Exists(directory)) return sizes;
        foreach (var path in Directory.EnumerateDirectories(directory, "hugepages-*kB"))
        {
            var size = long.Parse(Path.GetFileName(path)["hugepages-".Length..^"kB".Length], CultureInfo.InvariantCulture) * 1024;
            sizes[size] = size * ReadNumber(Path.Combine(path, "nr_hugepages"));
        }
        return sizes;
    }

    private static long ReadNumber(string file) => long.Parse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture);
}
