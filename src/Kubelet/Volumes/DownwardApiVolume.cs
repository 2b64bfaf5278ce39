using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Containers;

namespace Kybernet.Kubelet.Volumes;

/// <summary>Fields of the pod itself as files.</summary>
internal sealed class DownwardApiVolume(Func<Pod, DownwardFields> fields, FileVolume writer) : IVolumePlugin
{
    public string Name => "kubernetes.io~downward-api";

    public bool Refreshes => true;

    public bool Handles(Volume volume) => volume.DownwardAPI is not null;

    public async Task<string> SetUpAsync(VolumeRequest request, string directory, CancellationToken cancellation)
    {
        var source = request.Volume.DownwardAPI!;
        Dictionary<string, VolumeFile> files = new(StringComparer.Ordinal);
        ObjectFiles.AddDownward(files, source.Items, fields(request.Pod), source.DefaultMode ?? ObjectFiles.DefaultMode);
        await writer.WriteAsync(request, directory, files, inMemory: true, cancellation);
        return directory;
    }
}
