using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Runtime;

namespace Kybernet.Kubelet.Pods;

/// <summary>Whether a pod needs a new sandbox (upstream's PodSandboxChanged).</summary>
/// <param name="Needed">Whether it does.</param>
/// <param name="Attempt">The number of the sandbox: of the one to make, or of the one at hand.</param>
/// <param name="SandboxId">The newest sandbox at hand; empty when there is none, or none that fits.</param>
internal readonly record struct SandboxChange(bool Needed, uint Attempt, string SandboxId)
{
    /// <summary>Looks at what the runtime has.</summary>
    public static SandboxChange Of(Pod pod, RuntimePod runtime)
    {
        if (runtime.Sandboxes is not [var newest, ..]) return new(true, 0, "");
        var next = newest.Attempt + 1;
        if (!newest.Ready || runtime.Sandboxes.Count(static s => s.Ready) > 1) return new(true, next, newest.Id);
        if (newest.HostNetwork != PodContainers.IsHostNetwork(pod)) return new(true, next, "");
        if (!newest.HostNetwork && newest.Ips.Count == 0) return new(true, next, newest.Id);
        return new(false, newest.Attempt, newest.Id);
    }
}
