using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Probes;
using Kybernet.Kubelet.Runtime;

namespace Kybernet.Kubelet.Status;

/// <summary>All that a pod's status is made of.</summary>
internal sealed record PodStatusInput
{
    /// <summary>What is wanted.</summary>
    public required Pod Pod { get; init; }

    /// <summary>The status as it was told last; the pod's own when nothing was told yet.</summary>
    public required PodStatus Previous { get; init; }

    /// <summary>What the runtime has.</summary>
    public required RuntimePod Runtime { get; init; }

    /// <summary>The scheme of container ids: containerd.</summary>
    public required string RuntimeName { get; init; }

    /// <summary>What the probes say.</summary>
    public IProbeResults Probes { get; init; } = NoProbes.Instance;

    /// <summary>Which containers could not be started, and why.</summary>
    public IReadOnlyDictionary<string, StartFailure> StartFailures { get; init; } = new Dictionary<string, StartFailure>();

    /// <summary>Nothing of the pod will be started again.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>The kubelet ended it, and says why: it fails with that reason and message.</summary>
    public (string Reason, string Message)? FailedBecause { get; init; }

    /// <summary>The node's addresses.</summary>
    public IReadOnlyList<string> HostIps { get; init; } = [];

    /// <summary>The clock.</summary>
    public required DateTimeOffset Now { get; init; }
}
