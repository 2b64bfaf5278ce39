namespace Kybernet.ControllerManager;

/// <summary>Upstream's kube-controller-manager flags, with upstream's defaults.</summary>
public sealed record ControllerManagerOptions
{
    /// <summary><c>--controllers</c>: names to run; <c>*</c> is all, <c>-name</c> leaves one out.</summary>
    public IReadOnlyList<string> Controllers { get; init; } = ["*"];

    /// <summary><c>--concurrent-replicaset-syncs</c>.</summary>
    public int ConcurrentReplicaSetSyncs { get; init; } = 5;

    /// <summary><c>--concurrent-rc-syncs</c>.</summary>
    public int ConcurrentReplicationControllerSyncs { get; init; } = 5;

    /// <summary><c>--concurrent-deployment-syncs</c>.</summary>
    public int ConcurrentDeploymentSyncs { get; init; } = 5;

    /// <summary><c>--concurrent-service-endpoint-syncs</c>.</summary>
    public int ConcurrentServiceEndpointSyncs { get; init; } = 5;

    /// <summary><c>--concurrent-endpoint-syncs</c>.</summary>
    public int ConcurrentEndpointSyncs { get; init; } = 5;

    /// <summary><c>--concurrent-namespace-syncs</c>.</summary>
    public int ConcurrentNamespaceSyncs { get; init; } = 10;

    /// <summary>
    /// How long after a namespace is marked for deletion its content is looked at. Upstream waits five seconds for the
    /// other API servers to hear of it; behind one API server there is nobody to wait for.
    /// </summary>
    public TimeSpan NamespaceDeletionDelay { get; init; }

    /// <summary><c>--concurrent-serviceaccount-syncs</c> and the root CA publisher's workers.</summary>
    public int ConcurrentServiceAccountSyncs { get; init; } = 5;

    /// <summary><c>--concurrent-gc-syncs</c>.</summary>
    public int ConcurrentGarbageCollectorSyncs { get; init; } = 20;

    /// <summary><c>--max-endpoints-per-slice</c>.</summary>
    public int MaxEndpointsPerSlice { get; init; } = 100;

    /// <summary><c>--terminated-pod-gc-threshold</c>: so many finished pods may stay; 0: all.</summary>
    public int TerminatedPodGcThreshold { get; init; } = 12500;

    /// <summary><c>--node-monitor-period</c>.</summary>
    public TimeSpan NodeMonitorPeriod { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>--node-monitor-grace-period</c>: how long a node may be silent before it counts as unreachable.</summary>
    public TimeSpan NodeMonitorGracePeriod { get; init; } = TimeSpan.FromSeconds(50);

    /// <summary><c>--node-startup-grace-period</c>: the same for a node that has only just come.</summary>
    public TimeSpan NodeStartupGracePeriod { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary><c>--node-eviction-rate</c>: nodes a second from which pods are evicted while a zone is healthy.</summary>
    public double NodeEvictionRate { get; init; } = 0.1;

    /// <summary><c>--root-ca-file</c>'s content, published to every namespace; empty: not published.</summary>
    public string RootCertificateAuthorityPem { get; init; } = "";
}
