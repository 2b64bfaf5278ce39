using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Kybernet.Linux.Filesystems;

/// <summary>mount(2) and umount2(2). The calls block for as long as the kernel does: not for a thread that others wait for.</summary>
public static partial class Mounts
{
    private const int InvalidArgument = 22; // EINVAL: of umount2, "not a mount point"
    private const int NoEntry = 2; // ENOENT
    private const int Busy = 16; // EBUSY

    /// <summary>Mounts a file system that lives in memory.</summary>
    /// <param name="path">An existing directory.</param>
    /// <param name="sizeBytes">Its limit; null for the kernel's default, half of the memory.</param>
    /// <param name="mode">The permissions of its root directory.</param>
    /// <exception cref="IOException">The kernel refused; the message names path and reason.</exception>
    public static void Tmpfs(string path, long? sizeBytes = null, UnixFileMode mode = EveryoneMayWrite)
    {
        var options = $"mode={Convert.ToString((int)mode, 8)}";
        if (sizeBytes is { } size) options += string.Create(CultureInfo.InvariantCulture, $",size={size}");
        Mount("tmpfs", path, "tmpfs", MountFlags.None, options);
    }

    /// <summary>Makes <paramref name="source"/>, a directory or file, appear at <paramref name="target"/>, which must be the same kind.</summary>
    /// <param name="source">What is to appear.</param>
    /// <param name="target">Where.</param>
    /// <param name="readOnly">Whether nothing can be written through <paramref name="target"/>.</param>
    /// <param name="recursive">Whether what is mounted under <paramref name="source"/> appears too.</param>
    /// <exception cref="IOException">The kernel refused; the message names path and reason.</exception>
    public static void Bind(string source, string target, bool readOnly = false, bool recursive = false)
    {
        var flags = MountFlags.Bind | (recursive ? MountFlags.Recursive : MountFlags.None);
        Mount(source, target, null, flags, null);
        // A bind mount takes no other flags when it is made, only in a second step.
        if (readOnly) Mount(null, target, null, MountFlags.Bind | MountFlags.Remount | MountFlags.ReadOnly, null);
    }

    /// <summary>Mounts a file system of any type.</summary>
    /// <exception cref="IOException">The kernel refused; the message names path and reason.</exception>
    public static void Mount(string? source, string target, string? type, MountFlags flags, string? options)
    {
        if (mount(source, target, type, (nuint)flags, options) == 0) return;
        throw Failure($"cannot mount {source ?? type} at {target}");
    }

    /// <summary>Takes off what is mounted at <paramref name="path"/>, if anything is.</summary>
    /// <param name="path">A mount point; one that is gone already is no error.</param>
    /// <param name="detachWhenBusy">
    /// Whether a busy one disappears from the tree now and is really taken off when its last user lets go of it.
    /// </param>
    /// <exception cref="IOException">The kernel refused; the message names path and reason.</exception>
    public static void Unmount(string path, bool detachWhenBusy = false)
    {
        if (umount2(path, (int)UnmountFlags.NoFollow) == 0) return;
        var error = Marshal.GetLastPInvokeError();
        if (error == Busy && detachWhenBusy && umount2(path, (int)(UnmountFlags.Detach | UnmountFlags.NoFollow)) == 0) return;
        error = Marshal.GetLastPInvokeError();
        if (error is InvalidArgument or NoEntry) return;
        throw Failure($"cannot unmount {path}");
    }

    /// <summary>
    /// Takes off everything that is mounted at or under <paramref name="path"/>, the deepest first, busy ones detached.
    /// </summary>
    /// <returns>How many mounts there were.</returns>
    /// <exception cref="IOException">The kernel refused one; the message names path and reason.</exception>
    public static int UnmountAllUnder(string path)
    {
        var mounts = MountTable.Under(path);
        // The table lists them in the order of mounting, so that the last one is the top of what covers the others.
        foreach (var mount in mounts.Reverse()) Unmount(mount.Target, detachWhenBusy: true);
        return mounts.Count;
    }

    private const UnixFileMode EveryoneMayWrite =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute |
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static IOException Failure(string what) => new($"{what}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mount(string? source, string target, string? type, nuint flags, string? data);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int umount2(string target, int flags);

    [Flags]
    private enum UnmountFlags
    {
        Detach = 2, // MNT_DETACH
        NoFollow = 8, // UMOUNT_NOFOLLOW
    }
}
