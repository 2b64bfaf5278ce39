using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Runtime;
using Microsoft.AspNetCore.Http;

namespace Kybernet.Kubelet.Server;

/// <summary>Finds the pod and the container that a request means.</summary>
internal sealed class PodFinder(PodWorkers workers, IContainerRuntime runtime)
{
    /// <summary>The node's pods.</summary>
    public IReadOnlyList<Pod> Pods => workers.Pods;

    /// <summary>The pod, and what the runtime has of it.</summary>
    /// <exception cref="StreamRefusedException">There is no such pod on this node.</exception>
    public async Task<(Pod Pod, RuntimePod Runtime)> FindAsync(string ns, string name, CancellationToken cancellation)
    {
        var pod = workers.Find(ns, name)
            ?? throw new StreamRefusedException(StatusCodes.Status404NotFound, $"pod does not exist: {name}_{ns}");
        return (pod, await runtime.GetPodAsync(pod.Metadata.Uid, ns, name, cancellation));
    }

    /// <summary>A container that runs.</summary>
    /// <exception cref="StreamRefusedException">It does not run.</exception>
    public async Task<RuntimeContainer> FindRunningAsync(string ns, string name, string container, CancellationToken cancellation)
    {
        var (_, pod) = await FindAsync(ns, name, cancellation);
        return pod.Containers.FirstOrDefault(c => c.Name == container && c.State == RuntimeState.Running)
            ?? throw new StreamRefusedException(StatusCodes.Status404NotFound, $"container not found (\"{container}\")");
    }
}
