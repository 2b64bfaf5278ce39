using System.Net;

namespace Kybernet.Kubelet.Hollow;

/// <summary>A node whose containers only pretend.</summary>
public sealed record HollowNodeOptions
{
    /// <summary>The node's name.</summary>
    public required string NodeName { get; init; }

    /// <summary>The node's address.</summary>
    public IPAddress NodeIp { get; init; } = IPAddress.Loopback;

    /// <summary>The addresses of its pods; null: as the node object's spec.podCIDR says, else 10.244.0.0/24.</summary>
    public string? PodCidr { get; init; }

    /// <summary>How many processors it pretends to have.</summary>
    public int Cpus { get; init; } = 8;

    /// <summary>How much memory it pretends to have, in bytes.</summary>
    public long MemoryBytes { get; init; } = 32L << 30;

    /// <summary>How much disk it pretends to have, in bytes.</summary>
    public long EphemeralStorageBytes { get; init; } = 256L << 30;

    /// <summary>How many pods it takes.</summary>
    public int MaxPods { get; init; } = 110;

    /// <summary>Labels in addition.</summary>
    public IReadOnlyDictionary<string, string> NodeLabels { get; init; } = new Dictionary<string, string>();
}
