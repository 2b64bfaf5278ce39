using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Runtime;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Pods;

/// <summary>
/// What a pod needs of the machine around the runtime: directories, cgroup, volumes, files. On a real node that is Linux; a
/// hollow node has nothing of it.
/// </summary>
internal interface IPodHost
{
    /// <summary>
    /// Makes the pod's place: directories, cgroup, volumes. Called again on every look at the pod; what is there already stays,
    /// and volumes whose content has changed are brought up to date.
    /// </summary>
    /// <exception cref="PodSetupException">A part cannot be made (yet); events say which.</exception>
    Task SetUpAsync(Pod pod, CancellationToken cancellation);

    /// <summary>What the runtime needs to know of the pod's sandbox.</summary>
    Task<PodSandboxConfig> DescribeSandboxAsync(Pod pod, uint attempt, CancellationToken cancellation);

    /// <summary>What the runtime needs to know of a container; makes the files that it mounts.</summary>
    /// <exception cref="StartFailureException">The spec asks for what is not there.</exception>
    Task<ContainerConfig> DescribeContainerAsync(ContainerStart start, CancellationToken cancellation);

    /// <summary>A container has started: its log gets the name under which tools look for it.</summary>
    Task OnStartedAsync(Pod pod, string container, string id, int restartCount, CancellationToken cancellation);

    /// <summary>The last words of a container that ended; empty when it left none.</summary>
    Task<string> ReadTerminationMessageAsync(RuntimeContainer container, CancellationToken cancellation);

    /// <summary>Opens the pod's host ports (or closes them, when it has no addresses).</summary>
    Task SetHostPortsAsync(Pod pod, IReadOnlyList<string> ips, CancellationToken cancellation);

    /// <summary>Gives back what a pod held that does not run any more: volumes, cgroup, host ports.</summary>
    Task TearDownAsync(string uid, CancellationToken cancellation);

    /// <summary>Removes the rest: its directory and its logs.</summary>
    Task RemoveAsync(string uid, string ns, string name, CancellationToken cancellation);
}

/// <summary>A container about to be made.</summary>
/// <param name="Pod">Its pod.</param>
/// <param name="Container">Its spec.</param>
/// <param name="Image">The image it is made from.</param>
/// <param name="Runtime">What the runtime has of the pod; the newest sandbox is the container's.</param>
/// <param name="RestartCount">How many came before it.</param>
internal sealed record ContainerStart(Pod Pod, Container Container, RuntimeImage Image, RuntimePod Runtime, int RestartCount);

/// <summary>The pod's place on the node cannot be made (yet).</summary>
/// <param name="message">What is missing.</param>
/// <param name="inner">Where it came from.</param>
internal sealed class PodSetupException(string message, Exception? inner = null) : Exception(message, inner);
