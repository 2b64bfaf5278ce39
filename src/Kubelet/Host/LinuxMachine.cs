using Kybernet.Kubelet.Node;
using Kybernet.Linux.Filesystems;
using Kybernet.Linux.Machine;

namespace Kybernet.Kubelet.Host;

/// <summary>This machine.</summary>
internal sealed class LinuxMachine : INodeMachine
{
    private const long LeastMemory = 100L << 20;
    private const int LeastDiskPart = 10;
    private const int LeastInodesPart = 20;
    private const int LeastPidsPart = 100;
    private readonly string _root;
    private readonly BlockingWork _work;

    public LinuxMachine(KubeletOptions options, BlockingWork work)
    {
        (_root, _work) = (options.RootDirectory, work);
        Directory.CreateDirectory(_root);
        Capacity = MachineCapacity.Read(_root);
        Identity = MachineIdentity.Read();
    }

    public MachineCapacity Capacity { get; }

    public MachineIdentity Identity { get; }

    public Task<NodePressure> ReadPressureAsync(CancellationToken cancellation) => _work.RunAsync(
        () =>
        {
            var disk = FilesystemUsage.Of(_root);
            return new NodePressure(
                Memory: ReadAvailableMemory() < LeastMemory,
                Disk: disk.AvailableBytes < disk.CapacityBytes / LeastDiskPart || disk.FreeInodes < disk.Inodes / LeastInodesPart,
                Pids: CountTasks() > Capacity.MaxPids - Capacity.MaxPids / LeastPidsPart);
        },
        cancellation);

    private static long ReadAvailableMemory()
    {
        var line = File.ReadLines("/proc/meminfo").First(static l => l.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>The fourth of "0.20 0.18 0.12 1/80 11206" holds running and all tasks.</summary>
    private static long CountTasks() => long.Parse(
        File.ReadAllText("/proc/loadavg").Split(' ')[3].Split('/')[1], System.Globalization.CultureInfo.InvariantCulture);
}
