using System.Runtime.InteropServices;

namespace Kybernet.Kubelet.Host;

/// <summary>Asks the kernel what a path is; .NET tells files, directories and links apart, but not sockets and devices.</summary>
internal static class FileTypes
{
    private const int AtFdCwd = -100;
    private const uint StatxType = 1; // STATX_TYPE
    private const int ModeOffset = 28; // of stx_mode in struct statx, the same on all architectures
    private const int StatxSize = 256;

    /// <summary>The st_mode of what a path leads to; 0 when there is nothing.</summary>
    public static int Of(string path)
    {
        var buffer = new byte[StatxSize];
        return Statx(AtFdCwd, path, 0, StatxType, buffer) == 0 ? BitConverter.ToUInt16(buffer, ModeOffset) : 0;
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] buffer);
}
