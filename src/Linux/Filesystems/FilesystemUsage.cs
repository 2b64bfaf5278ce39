using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Kybernet.Linux.Filesystems;

/// <summary>How full a file system is: statvfs(3).</summary>
/// <param name="CapacityBytes">Its size.</param>
/// <param name="AvailableBytes">What users other than root can still write.</param>
/// <param name="UsedBytes">What is in use.</param>
/// <param name="Inodes">How many files it can hold.</param>
/// <param name="FreeInodes">How many more.</param>
public sealed partial record FilesystemUsage(long CapacityBytes, long AvailableBytes, long UsedBytes, long Inodes, long FreeInodes)
{
    /// <summary>Of the file system that holds <paramref name="path"/>. Blocks when that file system does not answer.</summary>
    /// <exception cref="IOException">The kernel refused, for example because there is no such path.</exception>
    public static FilesystemUsage Of(string path)
    {
        if (statvfs(path, out var stat) != 0)
            throw new IOException($"cannot ask how full {path} is: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        var block = checked((long)stat.FragmentSize);
        return new FilesystemUsage(
            (long)stat.Blocks * block, (long)stat.AvailableBlocks * block, (long)(stat.Blocks - stat.FreeBlocks) * block,
            (long)stat.Files, (long)stat.FreeFiles);
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statvfs(string path, out StatVfs stat);

    // struct statvfs of glibc and musl on 64-bit machines.
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct StatVfs
    {
        public nuint BlockSize, FragmentSize, Blocks, FreeBlocks, AvailableBlocks, Files, FreeFiles, AvailableFiles, FilesystemId, Flags, MaxName;
        private fixed int _spare[6];
    }
}
