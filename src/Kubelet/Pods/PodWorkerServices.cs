using Kybernet.Base;
using Kybernet.Client;
using Kybernet.Kubelet.Images;
using Kybernet.Kubelet.Lifecycle;
using Kybernet.Kubelet.Probes;
using Kybernet.Kubelet.Runtime;
using Kybernet.Kubelet.Status;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Pods;

/// <summary>What all pod workers share.</summary>
internal sealed record PodWorkerServices
{
    public required ExecutionEnvironment Environment { get; init; }

    public required IContainerRuntime Runtime { get; init; }

    public required IPodHost Host { get; init; }

    public required IImageSource Images { get; init; }

    public required ILifecycleHooks Hooks { get; init; }

    public required IProber Prober { get; init; }

    public required StatusWriter Status { get; init; }

    public required IEventRecorder Events { get; init; }

    public required NodeReadiness Node { get; init; }

    public required ILogger Logger { get; init; }

    /// <summary>How often a pod is looked at when nothing happens, so that changed volumes are brought up to date.</summary>
    public TimeSpan SyncFrequency { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The first and the longest wait before a container that crashes is started again.</summary>
    public (TimeSpan Initial, TimeSpan Max) CrashLoopBackoff { get; init; } = (TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(5));
}
