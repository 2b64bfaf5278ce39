using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Runtime;

/// <summary>
/// What the kubelet needs of a container runtime: the Container Runtime Interface, with what it reports in the kubelet's own
/// words. A refusal is a <see cref="RuntimeException"/> that carries the runtime's message.
/// </summary>
internal interface IContainerRuntime
{
    /// <summary>The runtime's name, as container ids carry it: <c>containerd</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Told (with the pod's uid) when something happened to a pod. A hint: what is not told shows in the next
    /// <see cref="ListPodsAsync"/>.
    /// </summary>
    event Action<string>? PodChanged;

    /// <summary>The runtime's version.</summary>
    Task<string> VersionAsync(CancellationToken cancellation);

    /// <summary>Whether it is able to run pods.</summary>
    Task<RuntimeReadiness> ReadinessAsync(CancellationToken cancellation);

    /// <summary>Tells it the addresses that pods are to have.</summary>
    Task SetPodCidrAsync(string podCidr, CancellationToken cancellation);

    /// <summary>One line for every pod it has something of.</summary>
    Task<IReadOnlyList<RuntimePodSummary>> ListPodsAsync(CancellationToken cancellation);

    /// <summary>All it has of one pod; empty when it has nothing.</summary>
    Task<RuntimePod> GetPodAsync(string uid, string ns, string name, CancellationToken cancellation);

    /// <summary>Makes and starts a sandbox and returns its id.</summary>
    Task<string> RunSandboxAsync(PodSandboxConfig config, string runtimeHandler, CancellationToken cancellation);

    /// <summary>Ends a sandbox and all that runs in it, at once. Harmless when repeated.</summary>
    Task StopSandboxAsync(string id, CancellationToken cancellation);

    /// <summary>Removes a sandbox with its containers. Harmless when repeated.</summary>
    Task RemoveSandboxAsync(string id, CancellationToken cancellation);

    /// <summary>Makes a container, which does not run yet, and returns its id.</summary>
    Task<string> CreateContainerAsync(
        string sandboxId, ContainerConfig config, PodSandboxConfig sandbox, CancellationToken cancellation);

    /// <summary>Starts a container.</summary>
    Task StartContainerAsync(string id, CancellationToken cancellation);

    /// <summary>Asks a container to end, and kills it after <paramref name="grace"/>. Harmless when repeated.</summary>
    Task StopContainerAsync(string id, TimeSpan grace, CancellationToken cancellation);

    /// <summary>Removes a container. Harmless when repeated.</summary>
    Task RemoveContainerAsync(string id, CancellationToken cancellation);

    /// <summary>Runs a command in a container.</summary>
    /// <exception cref="TimeoutException">It took longer than <paramref name="timeout"/>.</exception>
    Task<ExecResult> ExecAsync(string id, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellation);

    /// <summary>Has the runtime open a container's log file anew, after it was moved away.</summary>
    Task ReopenLogAsync(string id, CancellationToken cancellation);
}
