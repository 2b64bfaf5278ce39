using Kybernet.Kubelet.Runtime;

namespace Kybernet.Kubelet.Pods;

/// <summary>What pod workers have to know of the node; kept current by whoever finds it out.</summary>
internal sealed class NodeReadiness
{
    private volatile RuntimeReadiness _runtime = new(false, false, "container runtime status check may not have completed yet");
    private volatile IReadOnlyList<string> _addresses = [];

    /// <summary>The node's addresses, the first one first.</summary>
    public IReadOnlyList<string> Addresses
    {
        get => _addresses;
        set => _addresses = value;
    }

    /// <summary>What the runtime said of itself last.</summary>
    public RuntimeReadiness Runtime
    {
        get => _runtime;
        set => _runtime = value;
    }
}
