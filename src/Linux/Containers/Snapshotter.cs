using Kybernet.Linux.Filesystems;

namespace Kybernet.Linux.Containers;

/// <summary>How the engine lays an image's layers and a container's changes over each other.</summary>
internal static class Snapshotter
{
    public const string Overlay = "overlayfs";
    public const string Native = "native";

    /// <summary>
    /// "overlayfs" where the file system under <paramref name="directory"/> carries it, found out by trying; else "native", which
    /// copies whole directories. An overlay on an overlay, as inside another container, is the usual case where it does not.
    /// </summary>
    public static string ChooseFor(string directory)
    {
        var probe = Directory.CreateDirectory(Path.Combine(directory, ".overlay-probe")).FullName;
        try
        {
            var (lower, upper, work, merged) = (Make("lower"), Make("upper"), Make("work"), Make("merged"));
            Mounts.Mount("overlay", merged, "overlay", MountFlags.None, $"lowerdir={lower},upperdir={upper},workdir={work}");
            Mounts.Unmount(merged, detachWhenBusy: true);
            return Overlay;
        }
        catch (IOException)
        {
            return Native;
        }
        finally
        {
            Directory.Delete(probe, recursive: true);
        }

        string Make(string name) => Directory.CreateDirectory(Path.Combine(probe, name)).FullName;
    }
}
