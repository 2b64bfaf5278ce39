using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Kubelet.Containers;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Volumes;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Host;

/// <summary>What a container sees of the node's files: its volumes, its hosts file, the place for its last words.</summary>
internal sealed class ContainerMounts(
    KubeletOptions options, PodDirectories directories, PodVolumes volumes, BlockingWork work, ExecutionEnvironment environment)
{
    private const string EtcHosts = "/etc/hosts";
    private const UnixFileMode EveryoneWrites = (UnixFileMode)0x1B6; // 0666

    /// <summary>Makes what has to be made, and returns the mounts.</summary>
    /// <exception cref="VolumeException">A part cannot be had.</exception>
    public async Task<IReadOnlyList<Mount>> PrepareAsync(
        ContainerStart start, IReadOnlyDictionary<string, string> variables, CancellationToken cancellation)
    {
        var (pod, container) = (start.Pod, start.Container);
        List<Mount> mounts = [];
        for (var i = 0; i < container.VolumeMounts.Count; i++)
        {
            var mount = container.VolumeMounts[i];
            var place = volumes.PlaceOf(pod, mount.Name)
                ?? throw new VolumeException($"cannot find volume \"{mount.Name}\" to mount into container \"{container.Name}\"");
            var subPath = mount.SubPathExpr.Length > 0
                ? Expansion.Expand(mount.SubPathExpr, name => variables.GetValueOrDefault(name) ?? throw Undefined(mount, name))
                : mount.SubPath;
            if (subPath.Length > 0)
            {
                var target = directories.OfSubPath(pod.Metadata.Uid, mount.Name, container.Name, i);
                await work.RunAsync(() => SubPath.Mount(place, subPath, target), cancellation);
                place = target;
            }

            mounts.Add(new()
            {
                HostPath = place,
                ContainerPath = mount.MountPath,
                Readonly = mount.ReadOnly,
                Propagation = mount.MountPropagation switch
                {
                    "Bidirectional" => MountPropagation.PropagationBidirectional,
                    "HostToContainer" => MountPropagation.PropagationHostToContainer,
                    _ => MountPropagation.PropagationPrivate,
                },
            });
        }

        if (mounts.TrueForAll(static m => m.ContainerPath != EtcHosts)) mounts.Add(await HostsAsync(start, cancellation));
        if (container.TerminationMessagePath.Length > 0) mounts.Add(await LastWordsAsync(pod, container, cancellation));
        return mounts;
    }

    private async Task<Mount> HostsAsync(ContainerStart start, CancellationToken cancellation)
    {
        var pod = start.Pod;
        var file = directories.HostsFile(pod.Metadata.Uid);
        await work.RunAsync(
            () =>
            {
                var node = pod.Spec.HostNetwork && File.Exists(EtcHosts) ? File.ReadAllText(EtcHosts) : "";
                File.WriteAllText(file, HostsFile.Build(pod, start.Runtime.Ips, options.ClusterDomain, node));
            },
            cancellation);
        return new() { HostPath = file, ContainerPath = EtcHosts, Readonly = start.Container.SecurityContext?.ReadOnlyRootFilesystem is true };
    }

    private async Task<Mount> LastWordsAsync(Pod pod, Container container, CancellationToken cancellation)
    {
        var directory = directories.OfContainer(pod.Metadata.Uid, container.Name);
        var file = Path.Combine(directory, environment.Random.NextSuffix(8));
        await work.RunAsync(
            () =>
            {
                Directory.CreateDirectory(directory);
                File.WriteAllBytes(file, []);
                File.SetUnixFileMode(file, EveryoneWrites); // whoever the container runs as
            },
            cancellation);
        return new() { HostPath = file, ContainerPath = container.TerminationMessagePath };
    }

    private static VolumeException Undefined(VolumeMount mount, string name) =>
        new($"failed to expand subPathExpr {mount.SubPathExpr}: missing value for \"{name}\"");
}
