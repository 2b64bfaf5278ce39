using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Runtime;

/// <summary>The images that the runtime has, and how it gets more.</summary>
internal interface IImageService
{
    /// <summary>The image of that name, or null when it is not on the node.</summary>
    Task<RuntimeImage?> FindAsync(string image, CancellationToken cancellation);

    /// <summary>All images on the node.</summary>
    Task<IReadOnlyList<RuntimeImage>> ListAsync(CancellationToken cancellation);

    /// <summary>Pulls an image from its registry and returns its reference.</summary>
    Task<string> PullAsync(string image, AuthConfig? credentials, PodSandboxConfig sandbox, CancellationToken cancellation);
}
