using System.Net;

namespace Kybernet.KubeProxy.Services;

/// <summary>One port of a Service with all that rules need to know of the Service. IPv4 addresses only.</summary>
internal sealed record ServicePortInfo
{
    public required ServicePortName Name { get; init; }

    public required IPAddress ClusterIP { get; init; }

    public required int Port { get; init; }

    /// <summary>0 for none.</summary>
    public int NodePort { get; init; }

    public IReadOnlyList<IPAddress> ExternalIPs { get; init; } = [];

    /// <summary>Those that lead here as they are (ipMode VIP).</summary>
    public IReadOnlyList<IPAddress> LoadBalancerIPs { get; init; } = [];

    /// <summary>Who may come by the load balancer; empty for everybody.</summary>
    public IReadOnlyList<IPNetwork> LoadBalancerSourceRanges { get; init; } = [];

    /// <summary>For how long a client keeps its endpoint; null without session affinity.</summary>
    public int? AffinitySeconds { get; init; }

    public bool InternalPolicyLocal { get; init; }

    public bool ExternalPolicyLocal { get; init; }

    public bool IsExternallyAccessible => NodePort != 0 || LoadBalancerIPs.Count > 0 || ExternalIPs.Count > 0;

    /// <summary>
    /// Whether any traffic goes to endpoints of all nodes. With externalTrafficPolicy Local too: what the cluster itself
    /// sends to an external address is not bound to this node.
    /// </summary>
    public bool UsesClusterEndpoints => !InternalPolicyLocal || IsExternallyAccessible;

    /// <summary>Whether any traffic goes to this node's endpoints alone.</summary>
    public bool UsesLocalEndpoints => InternalPolicyLocal || (ExternalPolicyLocal && IsExternallyAccessible);
}
