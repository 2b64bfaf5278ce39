using Kybernet.Base;
using Kybernet.Kubelet.Host;
using Kybernet.Linux.Filesystems;

namespace Kybernet.Kubelet.Volumes;

/// <summary>Writes volumes that are made of API objects: in memory where they are secret, all files at once, for the pod's group.</summary>
internal sealed class FileVolume(BlockingWork work, ExecutionEnvironment environment)
{
    /// <summary>Makes these the volume's files.</summary>
    public Task WriteAsync(
        VolumeRequest request, string directory, IReadOnlyDictionary<string, VolumeFile> files, bool inMemory, CancellationToken cancellation) =>
        work.RunAsync(
            () =>
            {
                Directory.CreateDirectory(directory);
                if (inMemory && !MountTable.IsMountPoint(directory)) Mounts.Tmpfs(directory);
                try
                {
                    new AtomicWriter(directory, environment).Write(files, version =>
                    {
                        if (request.FsGroup is { } group) Ownership.GrantToGroup(version, (int)group, readOnly: true);
                    });
                }
                catch (InvalidOperationException e)
                {
                    throw new VolumeException(e.Message);
                }
            },
            cancellation);
}
