using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Kybernet.Linux.Filesystems;

/// <summary>Who owns files, and who else may use them.</summary>
public static partial class Ownership
{
    /// <summary>"Leave as it is", for the user or the group.</summary>
    public const int Unchanged = -1;

    private const UnixFileMode ReadForGroup = UnixFileMode.UserRead | UnixFileMode.GroupRead;
    private const UnixFileMode WriteForGroup = ReadForGroup | UnixFileMode.UserWrite | UnixFileMode.GroupWrite;
    private const UnixFileMode EnterForGroup = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.SetGroup;

    /// <summary>Changes owner and group of <paramref name="path"/>; of a symbolic link its own, not what it points to.</summary>
    /// <param name="path">A file, directory or link.</param>
    /// <param name="user">The new owner's id, or <see cref="Unchanged"/>.</param>
    /// <param name="group">The new group's id, or <see cref="Unchanged"/>.</param>
    /// <exception cref="IOException">The kernel refused; the message names path and reason.</exception>
    public static void Change(string path, int user, int group)
    {
        if (lchown(path, user, group) != 0)
            throw new IOException($"cannot change the owner of {path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
    }

    /// <summary>
    /// Opens a volume to a pod's fsGroup: everything in it belongs to the group, which may read and, unless
    /// <paramref name="readOnly"/>, write it; and new files in its directories will belong to the group too.
    /// </summary>
    public static void GrantToGroup(string volume, int group, bool readOnly)
    {
        // By hand, because .NET's own recursion follows links to directories: out of the volume, to anywhere on the node.
        var pending = new Stack<DirectoryInfo>([new DirectoryInfo(volume)]);
        while (pending.TryPop(out var directory))
        {
            GrantOne(directory, group, readOnly);
            foreach (var entry in directory.EnumerateFileSystemInfos())
            {
                if (entry is DirectoryInfo { LinkTarget: null } below) pending.Push(below);
                else GrantOne(entry, group, readOnly);
            }
        }
    }

    private static void GrantOne(FileSystemInfo entry, int group, bool readOnly)
    {
        Change(entry.FullName, Unchanged, group);
        if (entry.LinkTarget is not null) return; // a link has no permissions of its own
        var mode = entry.UnixFileMode | (readOnly ? ReadForGroup : WriteForGroup);
        if (entry is DirectoryInfo) mode |= EnterForGroup;
        entry.UnixFileMode = mode; // after the change of group, which drops set-group-ID bits
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int lchown(string path, int user, int group);
}
