using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Volumes;

/// <summary>A ConfigMap as files.</summary>
internal sealed class ConfigMapVolume(ObjectFiles objects, FileVolume writer) : IVolumePlugin
{
    public string Name => "kubernetes.io~configmap";

    public bool Refreshes => true;

    public bool Handles(Volume volume) => volume.ConfigMap is not null;

    public async Task<string> SetUpAsync(VolumeRequest request, string directory, CancellationToken cancellation)
    {
        var source = request.Volume.ConfigMap!;
        Dictionary<string, VolumeFile> files = new(StringComparer.Ordinal);
        await objects.AddConfigMapAsync(
            files, request.Pod.Metadata.Namespace, source.Name, source.Items, source.Optional is true, source.DefaultMode ?? ObjectFiles.DefaultMode,
            cancellation);
        await writer.WriteAsync(request, directory, files, inMemory: false, cancellation);
        return directory;
    }
}
