using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Kybernet.Storage.Tests.Faults.Disk;

/// <summary>What of SQLite's C interface the package does not offer: file systems. Names are SQLite's.</summary>
internal static unsafe partial class Native
{
    /// <summary>SQLITE_IOCAP_POWERSAFE_OVERWRITE.</summary>
    public const int PowersafeOverwrite = 0x1000;

    [LibraryImport("e_sqlite3")]
    public static partial int sqlite3_vfs_register(sqlite3_vfs* vfs, int isDefault);

    [LibraryImport("e_sqlite3")]
    public static partial int sqlite3_vfs_unregister(sqlite3_vfs* vfs);

    public static void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw new InvalidOperationException($"SQLite error {code}");
    }
}

/// <summary>A file system, in the first version of the structure; the fields that are null here are for extensions.</summary>
[StructLayout(LayoutKind.Sequential)]
[SuppressMessage("Style", "IDE1006", Justification = "SQLite's names.")]
internal unsafe struct sqlite3_vfs
{
    public int iVersion;
    public int szOsFile;
    public int mxPathname;
    public sqlite3_vfs* pNext;
    public byte* zName;
    public void* pAppData;
    public delegate* unmanaged[Cdecl]<sqlite3_vfs*, byte*, void*, int, int*, int> xOpen;
    public delegate* unmanaged[Cdecl]<sqlite3_vfs*, byte*, int, int> xDelete;
    public delegate* unmanaged[Cdecl]<sqlite3_vfs*, byte*, int, int*, int> xAccess;
    public delegate* unmanaged[Cdecl]<sqlite3_vfs*, byte*, int, byte*, int> xFullPathname;
    public void* xDlOpen;
    public void* xDlError;
    public void* xDlSym;
    public void* xDlClose;
    public delegate* unmanaged[Cdecl]<sqlite3_vfs*, int, byte*, int> xRandomness;
    public delegate* unmanaged[Cdecl]<sqlite3_vfs*, int, int> xSleep;
    public delegate* unmanaged[Cdecl]<sqlite3_vfs*, double*, int> xCurrentTime;
    public delegate* unmanaged[Cdecl]<sqlite3_vfs*, int, byte*, int> xGetLastError;
}

/// <summary>What can be done with an open file, in the first version of the structure.</summary>
[StructLayout(LayoutKind.Sequential)]
[SuppressMessage("Style", "IDE1006", Justification = "SQLite's names.")]
internal unsafe struct sqlite3_io_methods
{
    public int iVersion;
    public delegate* unmanaged[Cdecl]<OpenFile*, int> xClose;
    public delegate* unmanaged[Cdecl]<OpenFile*, byte*, int, long, int> xRead;
    public delegate* unmanaged[Cdecl]<OpenFile*, byte*, int, long, int> xWrite;
    public delegate* unmanaged[Cdecl]<OpenFile*, long, int> xTruncate;
    public delegate* unmanaged[Cdecl]<OpenFile*, int, int> xSync;
    public delegate* unmanaged[Cdecl]<OpenFile*, long*, int> xFileSize;
    public delegate* unmanaged[Cdecl]<OpenFile*, int, int> xLock;
    public delegate* unmanaged[Cdecl]<OpenFile*, int, int> xUnlock;
    public delegate* unmanaged[Cdecl]<OpenFile*, int*, int> xCheckReservedLock;
    public delegate* unmanaged[Cdecl]<OpenFile*, int, void*, int> xFileControl;
    public delegate* unmanaged[Cdecl]<OpenFile*, int> xSectorSize;
    public delegate* unmanaged[Cdecl]<OpenFile*, int> xDeviceCharacteristics;
}
