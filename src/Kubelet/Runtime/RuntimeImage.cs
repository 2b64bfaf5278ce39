namespace Kybernet.Kubelet.Runtime;

/// <summary>An image on the node.</summary>
internal sealed record RuntimeImage
{
    /// <summary>Its id: the digest of its configuration.</summary>
    public required string Id { get; init; }

    /// <summary>Names with a digest, then names with a tag.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>How much room it takes, in bytes.</summary>
    public long SizeBytes { get; init; }

    /// <summary>The user its containers run as when the pod says nothing; null when the image names one by name.</summary>
    public long? Uid { get; init; }

    /// <summary>The user's name, when the image says it so.</summary>
    public string Username { get; init; } = "";
}
