using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Kubelet.Images;
using Kybernet.Kubelet.Lifecycle;
using Kybernet.Kubelet.Node;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Probes;
using Kybernet.Kubelet.Runtime;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet;

/// <summary>What differs between a kubelet that runs containers and one that pretends.</summary>
internal sealed record KubeletParts
{
    public required IKubeClient Client { get; init; }

    public required InformerFactory Informers { get; init; }

    public required ExecutionEnvironment Environment { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    public required IContainerRuntime Runtime { get; init; }

    /// <summary>The runtime's images, for the node's status; null: none are told.</summary>
    public IImageService? ImageService { get; init; }

    public required INodeMachine Machine { get; init; }

    public required IPodHost Host { get; init; }

    public required IImageSource Images { get; init; }

    public required ILifecycleHooks Hooks { get; init; }

    public required IProber Prober { get; init; }

    public required IEventRecorder Events { get; init; }

    public required NodeReadiness Readiness { get; init; }

    /// <summary>What has to be brought into place, given the node's pods, before the first is looked at; null: nothing.</summary>
    public Func<IReadOnlyList<Api.Core.V1.Pod>, CancellationToken, Task>? Prepare { get; init; }

    /// <summary>What else runs as long as the kubelet does.</summary>
    public IReadOnlyList<Func<PodWorkers, IKubeletService>> Services { get; init; } = [];
}
