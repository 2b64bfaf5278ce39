using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Host;
using Kybernet.Linux.Filesystems;

namespace Kybernet.Kubelet.Volumes;

/// <summary>A directory of the pod's own, on disk or in memory.</summary>
internal sealed class EmptyDirVolume(BlockingWork work, long machineMemory) : IVolumePlugin
{
    private const UnixFileMode Everyone = (UnixFileMode)0x1FF; // 0777

    public string Name => "kubernetes.io~empty-dir";

    public bool Refreshes => false;

    public bool Handles(Volume volume) => volume.EmptyDir is not null;

    public async Task<string> SetUpAsync(VolumeRequest request, string directory, CancellationToken cancellation)
    {
        var source = request.Volume.EmptyDir!;
        if (source.Medium is not ("" or "Memory")) throw new VolumeException($"emptyDir medium {source.Medium} is not supported");
        await work.RunAsync(
            () =>
            {
                var isNew = !Directory.Exists(directory);
                Directory.CreateDirectory(directory);
                if (source.Medium == "Memory" && !MountTable.IsMountPoint(directory))
                {
                    Mounts.Tmpfs(directory, Size(request.Pod, source), Everyone);
                    isNew = true;
                }

                if (!isNew) return;
                File.SetUnixFileMode(directory, Everyone);
                if (request.FsGroup is { } group) Ownership.GrantToGroup(directory, (int)group, readOnly: false);
            },
            cancellation);
        return directory;
    }

    /// <summary>The smallest of what the volume, the pod and the machine allow.</summary>
    private long Size(Pod pod, EmptyDirVolumeSource source)
    {
        var size = machineMemory;
        if (Containers.ContainerResources.OfPod(pod).MemoryLimit is > 0 and { } limit) size = Math.Min(size, limit);
        if (source.SizeLimit is { Sign: > 0 } told) size = Math.Min(size, told.Value);
        return size;
    }
}
