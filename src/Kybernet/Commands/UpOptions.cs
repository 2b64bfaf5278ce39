using Kybernet.Host.Cluster;

namespace Kybernet.Host.Commands;

/// <summary>What <c>up</c> was asked for.</summary>
internal sealed record UpOptions
{
    /// <summary>Where the cluster's files lie.</summary>
    public required ClusterPaths Paths { get; init; }

    /// <summary>Whether pods only pretend.</summary>
    public bool Hollow { get; init; }

    /// <summary>How many nodes.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Where the API server listens.</summary>
    public int Port { get; init; } = 6443;

    /// <summary>Whether missing packages are installed without a question.</summary>
    public bool Yes { get; init; }
}
