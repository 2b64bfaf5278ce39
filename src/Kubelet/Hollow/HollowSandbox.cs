using Kybernet.Kubelet.Runtime;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Hollow;

/// <summary>A sandbox that only pretends, with an address out of the node's pod CIDR.</summary>
internal sealed class HollowSandbox(string id, PodSandboxConfig config, string ip, DateTimeOffset createdAt)
{
    /// <summary>Its id.</summary>
    public string Id => id;

    /// <summary>Its pod.</summary>
    public PodSandboxMetadata Pod => config.Metadata;

    /// <summary>What the pod says of itself.</summary>
    public IDictionary<string, string> Annotations => config.Annotations;

    /// <summary>Its address; empty on the node's network.</summary>
    public string Ip => ip;

    /// <summary>Whether it was not stopped yet.</summary>
    public bool Ready { get; set; } = true;

    /// <summary>As the runtime tells it.</summary>
    public RuntimeSandbox Describe() => new()
    {
        Id = id,
        Attempt = config.Metadata.Attempt,
        Ready = Ready,
        CreatedAt = createdAt,
        HostNetwork = config.Linux?.SecurityContext?.NamespaceOptions?.Network == NamespaceMode.Node,
        Ips = Ready && ip.Length > 0 ? [ip] : [],
    };
}
