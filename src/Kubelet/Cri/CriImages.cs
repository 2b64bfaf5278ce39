using Kybernet.Kubelet.Runtime;
using Kybernet.Wire.Cri;
using Kybernet.Wire.Grpc;

namespace Kybernet.Kubelet.Cri;

/// <summary>The runtime's images over the Container Runtime Interface.</summary>
internal sealed class CriImages(CriImageClient client) : IImageService
{
    private static readonly GrpcCallOptions Usual = new() { Timeout = TimeSpan.FromMinutes(2) };

    public async Task<RuntimeImage?> FindAsync(string image, CancellationToken cancellation)
    {
        var answer = await CriErrors.CallAsync(() => client.ImageStatusAsync(new() { Image = new() { Image = image } }, Usual, cancellation));
        return answer.Image is null ? null : Describe(answer.Image);
    }

    public async Task<IReadOnlyList<RuntimeImage>> ListAsync(CancellationToken cancellation) =>
        [.. (await CriErrors.CallAsync(() => client.ListImagesAsync(new(), Usual, cancellation))).Images.Select(Describe)];

    public async Task<string> PullAsync(string image, AuthConfig? credentials, PodSandboxConfig sandbox, CancellationToken cancellation) =>
        (await CriErrors.CallAsync(() => client.PullImageAsync( // as long as it takes
            new() { Image = new() { Image = image }, Auth = credentials, SandboxConfig = sandbox }, null, cancellation))).ImageRef;

    private static RuntimeImage Describe(Image image) => new()
    {
        Id = image.Id,
        Names = [.. image.RepoDigests, .. image.RepoTags],
        SizeBytes = (long)image.Size,
        Uid = image.Uid?.Value,
        Username = image.Username,
    };
}
