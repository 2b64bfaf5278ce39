using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Runtime;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Images;

/// <summary>Sees to it that a container's image is on the node.</summary>
internal interface IImageSource
{
    /// <summary>The image, pulled if the container's policy wants that.</summary>
    /// <exception cref="StartFailureException">It is not to be had (now).</exception>
    Task<RuntimeImage> EnsureAsync(Pod pod, Container container, PodSandboxConfig sandbox, CancellationToken cancellation);

    /// <summary>When the image may be tried again; null when it is not waiting.</summary>
    DateTimeOffset? RetryAt(Pod pod, Container container);
}
