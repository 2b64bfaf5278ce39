namespace Kybernet.Storage.Tests.Faults.Disk;

/// <summary>What is wrong with a disk at present.</summary>
internal sealed class DiskFaults
{
    /// <summary>Which operations fail.</summary>
    public DiskOperation Failing { get; set; }

    /// <summary>How many of a hundred of these fail.</summary>
    public int Percent { get; set; }

    /// <summary>How many bytes the disk holds; no file grows beyond.</summary>
    public long Capacity { get; set; } = long.MaxValue;

    /// <summary>Whether the medium takes no changes any more.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>After how many more changes the machine stops; null for never.</summary>
    public int? StopAfter { get; set; }

    /// <summary>Whether it says that it has synced when it has not; no healing helps.</summary>
    public bool LiesAboutSyncs { get; init; }

    /// <summary>All is well again.</summary>
    public void Heal() => (Failing, Percent, Capacity, IsReadOnly, StopAfter) = (DiskOperation.None, 0, long.MaxValue, false, null);
}
