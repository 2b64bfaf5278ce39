using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Kubelet.Events;
using Kybernet.Kubelet.Images;
using Kybernet.Kubelet.Runtime;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Hollow;

/// <summary>Every image is there.</summary>
internal sealed class HollowImages(IEventRecorder events) : IImageSource
{
    public Task<RuntimeImage> EnsureAsync(Pod pod, Container container, PodSandboxConfig sandbox, CancellationToken cancellation)
    {
        events.Normal(pod, "Pulled", ImageMessages.AlreadyPresent(container.Image), container.Name);
        return Task.FromResult(new RuntimeImage { Id = container.Image, Names = [container.Image], Uid = 0 });
    }

    public DateTimeOffset? RetryAt(Pod pod, Container container) => null;
}
