namespace Kybernet.Kubelet.Probes;

/// <summary>What the probes of a pod's containers say, by container id; null where there is no such probe.</summary>
internal interface IProbeResults
{
    /// <summary>Whether the container should live on.</summary>
    ProbeResult? Liveness(string containerId);

    /// <summary>Whether it may get traffic.</summary>
    ProbeResult? Readiness(string containerId);

    /// <summary>Whether it has come up.</summary>
    ProbeResult? Startup(string containerId);
}

/// <summary>Nobody asks.</summary>
internal sealed class NoProbes : IProbeResults
{
    public static NoProbes Instance { get; } = new();

    public ProbeResult? Liveness(string containerId) => null;

    public ProbeResult? Readiness(string containerId) => null;

    public ProbeResult? Startup(string containerId) => null;
}
