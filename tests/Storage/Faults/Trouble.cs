using Kybernet.Storage.Tests.Faults.Disk;

namespace Kybernet.Storage.Tests.Faults;

/// <summary>Chooses what befalls a disk.</summary>
internal static class Trouble
{
    private static readonly DiskOperation[] Kinds =
    [
        DiskOperation.Write, DiskOperation.Sync, DiskOperation.Sync, DiskOperation.Read, DiskOperation.Truncate, DiskOperation.Delete,
        DiskOperation.Size, DiskOperation.Open, DiskOperation.Change, DiskOperation.All, DiskOperation.Write | DiskOperation.Sync,
    ];

    public static void Begin(SimulatedDisk disk, Random random)
    {
        var faults = disk.Faults;
        switch (random.Next(8))
        {
            case 0:
                faults.Capacity = disk.Used + random.Next(60_000);
                break;
            case 1:
                faults.IsReadOnly = true;
                break;
            case 2:
                faults.StopAfter = random.Next(40);
                break;
            default:
                faults.Failing = Kinds[random.Next(Kinds.Length)];
                faults.Percent = random.Next(3) switch { 0 => 100, 1 => 30, _ => 5 };
                break;
        }
    }
}
