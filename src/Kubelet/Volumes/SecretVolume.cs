using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Volumes;

/// <summary>A Secret as files, which never touch a disk.</summary>
internal sealed class SecretVolume(ObjectFiles objects, FileVolume writer) : IVolumePlugin
{
    public string Name => "kubernetes.io~secret";

    public bool Refreshes => true;

    public bool Handles(Volume volume) => volume.Secret is not null;

    public async Task<string> SetUpAsync(VolumeRequest request, string directory, CancellationToken cancellation)
    {
        var source = request.Volume.Secret!;
        Dictionary<string, VolumeFile> files = new(StringComparer.Ordinal);
        await objects.AddSecretAsync(
            files, request.Pod.Metadata.Namespace, source.SecretName, source.Items, source.Optional is true,
            source.DefaultMode ?? ObjectFiles.DefaultMode, cancellation);
        await writer.WriteAsync(request, directory, files, inMemory: true, cancellation);
        return directory;
    }
}
