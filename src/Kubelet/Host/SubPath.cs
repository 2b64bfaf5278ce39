using System.ComponentModel;
using System.Runtime.InteropServices;
using Kybernet.Kubelet.Volumes;
using Kybernet.Linux.Filesystems;
using Microsoft.Win32.SafeHandles;

namespace Kybernet.Kubelet.Host;

/// <summary>
/// Shows a part of a volume to a container. What the volume holds may be a container's work: links in it must not lead out of
/// it, not even when they change at the wrong moment. So the kernel resolves the path, beneath the volume, and what it found is
/// mounted by its file descriptor.
/// </summary>
internal static class SubPath
{
    private const long OpenAt2 = 437; // the same system call number on all architectures
    private const int AtFdCwd = -100;
    private const ulong PathOnly = 0x200000 | 0x80000; // O_PATH | O_CLOEXEC
    private const ulong ResolveBeneath = 0x08, ResolveNoMagicLinks = 0x02;
    private const UnixFileMode NewDirectory = (UnixFileMode)0x1E8; // 0750

    /// <summary>Mounts <paramref name="subPath"/> of <paramref name="volume"/> at <paramref name="target"/>, making directories that are missing.</summary>
    /// <exception cref="VolumeException">The path leads out of the volume, or cannot be made.</exception>
    public static void Mount(string volume, string subPath, string target)
    {
        if (Path.IsPathRooted(subPath) || subPath.Split('/').Contains(".."))
            throw new VolumeException($"failed to prepare subPath: {subPath} must stay within the volume");
        if (MountTable.IsMountPoint(target)) return; // of the container before

        using var found = Open(volume, subPath) ?? Make(volume, subPath);
        var source = $"/proc/self/fd/{found.DangerousGetHandle()}";
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if ((FileTypes.Of(source) & 0xF000) == 0x4000) Directory.CreateDirectory(target);
        else File.WriteAllBytes(target, []);
        Mounts.Bind(source, target);
    }

    private static SafeFileHandle Make(string volume, string subPath)
    {
        // Part by part, so that no link is followed out of the volume while directories are made.
        var made = "";
        foreach (var part in subPath.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            using var parent = Open(volume, made.Length == 0 ? "." : made) ?? throw Failed(volume, made);
            made = Path.Combine(made, part);
            using var known = Open(volume, made);
            if (known is null) Directory.CreateDirectory($"/proc/self/fd/{parent.DangerousGetHandle()}/{part}", NewDirectory);
        }

        return Open(volume, subPath) ?? throw Failed(volume, subPath);
    }

    /// <summary>Null when there is nothing.</summary>
    private static SafeFileHandle? Open(string volume, string path)
    {
        using var root = OpenRoot(volume);
        ulong[] how = [PathOnly, 0, ResolveBeneath | ResolveNoMagicLinks];
        var opened = Syscall(OpenAt2, root.DangerousGetHandle(), path.Length == 0 ? "." : path, how, how.Length * sizeof(ulong));
        if (opened >= 0) return new((nint)opened, ownsHandle: true);
        const int noEntry = 2;
        return Marshal.GetLastPInvokeError() == noEntry ? null : throw Failed(volume, path);
    }

    private static SafeFileHandle OpenRoot(string volume)
    {
        ulong[] how = [PathOnly, 0, 0];
        var opened = Syscall(OpenAt2, AtFdCwd, volume, how, how.Length * sizeof(ulong));
        return opened >= 0 ? new((nint)opened, ownsHandle: true) : throw Failed(volume, "");
    }

    private static VolumeException Failed(string volume, string path) =>
        new($"failed to prepare subPath {path} of {volume}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long Syscall(
        long number, nint directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, ulong[] how, long size);
}
