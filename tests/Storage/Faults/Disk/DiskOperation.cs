namespace Kybernet.Storage.Tests.Faults.Disk;

/// <summary>What can fail.</summary>
[Flags]
internal enum DiskOperation
{
    None = 0,
    Open = 1,
    Read = 2,
    Write = 4,
    Truncate = 8,
    Sync = 16,
    Delete = 32,
    Size = 64,

    /// <summary>Whatever changes the medium.</summary>
    Change = Write | Truncate | Sync | Delete,

    All = Open | Read | Change | Size,
}
