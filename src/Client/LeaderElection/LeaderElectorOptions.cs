namespace Kybernet.Client;

/// <summary>Which lease makes a leader, and how fast the lead changes hands. The defaults are upstream's.</summary>
public sealed record LeaderElectorOptions
{
    /// <summary>The namespace of the Lease.</summary>
    public string Namespace { get; init; } = "kube-system";

    /// <summary>The name of the Lease: <c>kube-scheduler</c>, <c>kube-controller-manager</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Who we are: unique among the candidates.</summary>
    public required string Identity { get; init; }

    /// <summary>How long the others wait after the last sign of the leader. Stored in whole seconds.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a leader tries to renew before it gives up the lead.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The pause between two attempts.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether the lease is given back when the leader stops, so that the next need not wait.</summary>
    public bool ReleaseOnCancel { get; init; } = true;
}
