using System.Runtime.InteropServices;
using System.Runtime.CompilerServices;
using Kybernet.Storage.Sqlite;
using SQLitePCL;

namespace Kybernet.Storage.Tests.Faults.Disk;

/// <summary>
/// Makes a simulated disk a file system of SQLite's (sqlite3_vfs), under a name of its own. One connection at a time: locks are
/// granted without a look, and shared memory is not offered, which exclusive locking does without.
/// </summary>
internal sealed unsafe class SqliteFileSystem : IFileSystem, IDisposable
{
    private const int LongestName = 512;
    private const double SomeDay = 2461041.5;

    private static readonly sqlite3_io_methods* FileMethods = MakeFileMethods();
    private static int _count;

    private readonly SimulatedDisk _disk;
    private readonly GCHandle _self;
    private readonly sqlite3_vfs* _vfs;

    public SqliteFileSystem(SimulatedDisk disk)
    {
        Batteries_V2.Init();
        _disk = disk;
        _self = GCHandle.Alloc(this);
        Name = $"simulated-{Interlocked.Increment(ref _count)}";
        _vfs = (sqlite3_vfs*)NativeMemory.AllocZeroed((nuint)sizeof(sqlite3_vfs));
        *_vfs = new sqlite3_vfs
        {
            iVersion = 1,
            szOsFile = sizeof(OpenFile),
            mxPathname = LongestName,
            zName = (byte*)Marshal.StringToCoTaskMemUTF8(Name),
            pAppData = (void*)GCHandle.ToIntPtr(_self),
            xOpen = &Open,
            xDelete = &Delete,
            xAccess = &Access,
            xFullPathname = &FullPathname,
            xRandomness = &Randomness,
            xSleep = &Sleep,
            xCurrentTime = &CurrentTime,
            xGetLastError = &LastError,
        };
        Native.Check(Native.sqlite3_vfs_register(_vfs, 0));
    }

    /// <summary>What SQLite knows it by.</summary>
    public string Name { get; }

    /// <summary>What went wrong in here, and not on the disk; null when nothing did.</summary>
    public Exception? Defect { get; private set; }

    public void Make(string path)
    {
        // SQLite does.
    }

    public void WriteAgain(string path)
    {
        if (_disk.Find(path) is not { Length: > 0 } file) return;
        if (_disk.Fails(DiskOperation.Open | DiskOperation.Read)) throw new IOException("the simulated disk cannot be read");
        var bytes = new byte[file.Length];
        file.Read(0, bytes);
        if (!_disk.Write(file, 0, bytes).Done || !_disk.Sync(file)) throw new IOException("the simulated disk cannot be written");
    }

    public void Dispose()
    {
        Native.Check(Native.sqlite3_vfs_unregister(_vfs));
        Marshal.FreeCoTaskMem((nint)_vfs->zName);
        NativeMemory.Free(_vfs);
        _self.Free();
    }

    /// <summary>Nothing may be thrown into SQLite: what is no failure of the disk is kept, and told by whoever owns this.</summary>
    private int Guard(int failure, Func<int> body)
    {
        try
        {
            return body();
        }
        catch (Exception defect)
        {
            Defect ??= defect;
            return failure;
        }
    }

    private static SqliteFileSystem Of(sqlite3_vfs* vfs) => (SqliteFileSystem)GCHandle.FromIntPtr((nint)vfs->pAppData).Target!;

    private static Opened Of(OpenFile* file) => (Opened)GCHandle.FromIntPtr(file->Managed).Target!;

    private static sqlite3_io_methods* MakeFileMethods()
    {
        var methods = (sqlite3_io_methods*)NativeMemory.AllocZeroed((nuint)sizeof(sqlite3_io_methods));
        *methods = new sqlite3_io_methods
        {
            iVersion = 1,
            xClose = &Close,
            xRead = &Read,
            xWrite = &Write,
            xTruncate = &Truncate,
            xSync = &Sync,
            xFileSize = &FileSize,
            xLock = &Lock,
            xUnlock = &Lock,
            xCheckReservedLock = &CheckReservedLock,
            xFileControl = &FileControl,
            xSectorSize = &SectorSize,
            xDeviceCharacteristics = &DeviceCharacteristics,
        };
        return methods;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(sqlite3_vfs* vfs, byte* name, void* opened, int flags, int* outFlags)
    {
        var file = (OpenFile*)opened;
        file->Methods = null;
        var system = Of(vfs);
        return system.Guard(raw.SQLITE_CANTOPEN, () =>
        {
            var disk = system._disk;
            if (disk.Fails(DiskOperation.Open)) return raw.SQLITE_CANTOPEN;
            // Without a name it is SQLite's own, for the while.
            var path = Marshal.PtrToStringUTF8((nint)name);
            var found = path is null ? new SimulatedFile() : disk.Find(path);
            var isNew = found is null;
            if (isNew && ((flags & raw.SQLITE_OPEN_CREATE) == 0 || disk.Faults.IsReadOnly)) return raw.SQLITE_CANTOPEN;
            if (disk.Faults.IsReadOnly) flags = flags & ~(raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE) | raw.SQLITE_OPEN_READONLY;
            // As in SQLite's own layer: the first sync of a journal makes the names in its directory sure.
            var syncsNames = (flags & raw.SQLITE_OPEN_CREATE) != 0 && (flags & (raw.SQLITE_OPEN_WAL | raw.SQLITE_OPEN_MAIN_JOURNAL)) != 0;
            var managed = new Opened(system, found ?? disk.Create(path!), disk.Life) { SyncsNames = syncsNames };
            file->Managed = GCHandle.ToIntPtr(GCHandle.Alloc(managed));
            file->Methods = FileMethods;
            if (outFlags is not null) *outFlags = flags;
            return raw.SQLITE_OK;
        });
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(sqlite3_vfs* vfs, byte* name, int syncNames)
    {
        var system = Of(vfs);
        return system.Guard(raw.SQLITE_IOERR_DELETE, () =>
        {
            if (system._disk.Fails(DiskOperation.Delete)) return raw.SQLITE_IOERR_DELETE;
            system._disk.Delete(Marshal.PtrToStringUTF8((nint)name)!);
            if (syncNames != 0) system._disk.SyncNames();
            return raw.SQLITE_OK;
        });
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Access(sqlite3_vfs* vfs, byte* name, int flags, int* result)
    {
        // SQLite takes an empty journal or log for none.
        var file = Of(vfs)._disk.Find(Marshal.PtrToStringUTF8((nint)name)!);
        *result = file is { Length: > 0 } || (file is not null && flags != 0) ? 1 : 0;
        return raw.SQLITE_OK;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FullPathname(sqlite3_vfs* vfs, byte* name, int size, byte* full)
    {
        var bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name);
        if (bytes.Length >= size) return raw.SQLITE_CANTOPEN;
        bytes.CopyTo(new Span<byte>(full, size));
        full[bytes.Length] = 0;
        return raw.SQLITE_OK;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Randomness(sqlite3_vfs* vfs, int count, byte* bytes)
    {
        new Span<byte>(bytes, count).Fill(7);
        return count;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sleep(sqlite3_vfs* vfs, int microseconds) => microseconds;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CurrentTime(sqlite3_vfs* vfs, double* julianDay)
    {
        *julianDay = SomeDay;
        return raw.SQLITE_OK;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int LastError(sqlite3_vfs* vfs, int size, byte* text) => 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(OpenFile* file)
    {
        GCHandle.FromIntPtr(file->Managed).Free();
        return raw.SQLITE_OK;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(OpenFile* file, byte* bytes, int count, long offset)
    {
        var opened = Of(file);
        return opened.System.Guard(raw.SQLITE_IOERR_READ, () =>
        {
            if (opened.Fails(DiskOperation.Read)) return raw.SQLITE_IOERR_READ;
            var into = new Span<byte>(bytes, count);
            var read = opened.File.Read((int)offset, into);
            into[read..].Clear();
            return read == count ? raw.SQLITE_OK : raw.SQLITE_IOERR_SHORT_READ;
        });
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(OpenFile* file, byte* bytes, int count, long offset)
    {
        var opened = Of(file);
        return opened.System.Guard(raw.SQLITE_IOERR_WRITE, () =>
        {
            if (!opened.IsCurrent) return raw.SQLITE_IOERR_WRITE;
            var (done, isFull) = opened.Disk.Write(opened.File, (int)offset, new ReadOnlySpan<byte>(bytes, count));
            return done ? raw.SQLITE_OK : isFull ? raw.SQLITE_FULL : raw.SQLITE_IOERR_WRITE;
        });
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(OpenFile* file, long length)
    {
        var opened = Of(file);
        return opened.System.Guard(raw.SQLITE_IOERR_TRUNCATE, () =>
        {
            if (opened.Fails(DiskOperation.Truncate)) return raw.SQLITE_IOERR_TRUNCATE;
            opened.File.Truncate((int)length);
            return raw.SQLITE_OK;
        });
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(OpenFile* file, int flags)
    {
        var opened = Of(file);
        return opened.System.Guard(raw.SQLITE_IOERR_FSYNC, () =>
        {
            if (!opened.IsCurrent || !opened.Disk.Sync(opened.File)) return raw.SQLITE_IOERR_FSYNC;
            if (opened.SyncsNames) opened.Disk.SyncNames();
            opened.SyncsNames = false;
            return raw.SQLITE_OK;
        });
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileSize(OpenFile* file, long* size)
    {
        var opened = Of(file);
        return opened.System.Guard(raw.SQLITE_IOERR_FSTAT, () =>
        {
            if (opened.Fails(DiskOperation.Size)) return raw.SQLITE_IOERR_FSTAT;
            *size = opened.File.Length;
            return raw.SQLITE_OK;
        });
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Lock(OpenFile* file, int level) => raw.SQLITE_OK;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CheckReservedLock(OpenFile* file, int* result)
    {
        *result = 0;
        return raw.SQLITE_OK;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileControl(OpenFile* file, int operation, void* argument) => raw.SQLITE_NOTFOUND;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SectorSize(OpenFile* file) => 4096;

    /// <summary>What SQLite takes for granted on Linux, too: a write changes nothing beside itself.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int DeviceCharacteristics(OpenFile* file) => Native.PowersafeOverwrite;

    /// <summary>An open file, as this side knows it.</summary>
    private sealed class Opened(SqliteFileSystem system, SimulatedFile file, int life)
    {
        public SqliteFileSystem System => system;

        public SimulatedDisk Disk => system._disk;

        public SimulatedFile File => file;

        /// <summary>Whether the machine has been running since it was opened.</summary>
        public bool IsCurrent => life == Disk.Life;

        public bool SyncsNames { get; set; }

        public bool Fails(DiskOperation operation) => !IsCurrent || Disk.Fails(operation);
    }
}

/// <summary>An open file, as SQLite keeps it: it begins with a sqlite3_file.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct OpenFile
{
    public sqlite3_io_methods* Methods;
    public nint Managed;
}
