using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Containers;

namespace Kybernet.Kubelet.Volumes;

/// <summary>Several sources as the files of one directory: ConfigMaps, Secrets, the pod's fields, and tokens of its service account.</summary>
internal sealed class ProjectedVolume(
    ObjectFiles objects, Func<Pod, DownwardFields> fields, ServiceAccountTokens tokens, FileVolume writer) : IVolumePlugin
{
    private const int GroupReads = 0x1A0; // 0640
    private const int OwnerReads = 0x180; // 0600

    public string Name => "kubernetes.io~projected";

    public bool Refreshes => true;

    public bool Handles(Volume volume) => volume.Projected is not null;

    public async Task<string> SetUpAsync(VolumeRequest request, string directory, CancellationToken cancellation)
    {
        var (pod, projected) = (request.Pod, request.Volume.Projected!);
        var mode = projected.DefaultMode ?? ObjectFiles.DefaultMode;
        Dictionary<string, VolumeFile> files = new(StringComparer.Ordinal);
        foreach (var source in projected.Sources)
        {
            if (source.ConfigMap is { } map)
                await objects.AddConfigMapAsync(files, pod.Metadata.Namespace, map.Name, map.Items, map.Optional is true, mode, cancellation);
            else if (source.Secret is { } secret)
                await objects.AddSecretAsync(files, pod.Metadata.Namespace, secret.Name, secret.Items, secret.Optional is true, mode, cancellation);
            else if (source.DownwardAPI is { } downward)
                ObjectFiles.AddDownward(files, downward.Items, fields(pod), mode);
            else if (source.ServiceAccountToken is { } token)
                files[token.Path] = await TokenFileAsync(request, token, mode, cancellation);
            else
                throw new VolumeException("projected volumes of clusterTrustBundle and podCertificate are not supported");
        }

        await writer.WriteAsync(request, directory, files, inMemory: true, cancellation);
        return directory;
    }

    /// <summary>
    /// A token is for the pod's own user: with an fsGroup its group may read it, with one user for all containers it is theirs
    /// alone, else everyone in the pod may.
    /// </summary>
    private async Task<VolumeFile> TokenFileAsync(VolumeRequest request, ServiceAccountTokenProjection token, int mode, CancellationToken cancellation)
    {
        var text = await tokens.GetAsync(request.Pod, token.Audience, token.ExpirationSeconds, cancellation);
        var content = Encoding.UTF8.GetBytes(text);
        if (request.FsGroup is not null) return new(content, GroupReads);
        return OnlyUser(request.Pod) is { } user ? new(content, OwnerReads, (int)user) : new(content, mode);
    }

    private static long? OnlyUser(Pod pod)
    {
        var users = pod.Spec.InitContainers.Concat(pod.Spec.Containers)
            .Select(c => c.SecurityContext?.RunAsUser ?? pod.Spec.SecurityContext?.RunAsUser).Distinct().ToList();
        return users is [{ } only] ? only : null;
    }
}
