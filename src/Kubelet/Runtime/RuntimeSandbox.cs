namespace Kybernet.Kubelet.Runtime;

/// <summary>A pod's sandbox (namespaces, network, the pause process) as the runtime sees it.</summary>
internal sealed record RuntimeSandbox
{
    /// <summary>The runtime's id.</summary>
    public required string Id { get; init; }

    /// <summary>How many sandboxes this pod had before.</summary>
    public uint Attempt { get; init; }

    /// <summary>Whether it still holds its namespaces.</summary>
    public bool Ready { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its addresses; none for pods on the node's network, and of a sandbox that is no longer ready.</summary>
    public IReadOnlyList<string> Ips { get; init; } = [];

    /// <summary>Whether it uses the node's network.</summary>
    public bool HostNetwork { get; init; }
}
