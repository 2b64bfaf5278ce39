namespace Kybernet.Linux.Filesystems;

/// <summary>The flags of mount(2) that are used here.</summary>
[Flags]
public enum MountFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>MS_RDONLY: nothing can be written.</summary>
    ReadOnly = 1,

    /// <summary>MS_NOSUID: set-user-ID bits mean nothing.</summary>
    NoSuid = 2,

    /// <summary>MS_NODEV: device files mean nothing.</summary>
    NoDevices = 4,

    /// <summary>MS_NOEXEC: programs cannot be run.</summary>
    NoExecute = 8,

    /// <summary>MS_REMOUNT: change the flags of what is mounted.</summary>
    Remount = 32,

    /// <summary>MS_BIND: show a directory or file at a second place.</summary>
    Bind = 4096,

    /// <summary>MS_REC: with all that is mounted below.</summary>
    Recursive = 16384,

    /// <summary>MS_PRIVATE: what is mounted below is seen here only.</summary>
    Private = 1 << 18,

    /// <summary>MS_SLAVE: sees what is mounted at the original later, not the other way round.</summary>
    Slave = 1 << 19,

    /// <summary>MS_SHARED: original and copy see what is mounted at either.</summary>
    Shared = 1 << 20,
}
