using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Node;

/// <summary>The node object as the kubelet registers it.</summary>
internal static class NodeObject
{
    private const string AttachDetach = "volumes.kubernetes.io/controller-managed-attach-detach";

    /// <summary>Makes it.</summary>
    public static ApiNode Build(KubeletOptions options, NodeStatus status)
    {
        ApiNode node = new() { Status = status };
        node.Metadata.Name = options.NodeName;
        node.Metadata.Annotations[AttachDetach] = "true";
        foreach (var (key, value) in Labels(options, status)) node.Metadata.Labels[key] = value;
        if (options.PodCidr is { } cidr)
        {
            node.Spec.PodCIDR = cidr;
            node.Spec.PodCIDRs.Add(cidr);
        }

        foreach (var (key, value, effect) in options.RegisterWithTaints)
            node.Spec.Taints.Add(new() { Key = key, Value = value, Effect = effect });
        return node;
    }

    /// <summary>The labels that the kubelet keeps on its node.</summary>
    public static IReadOnlyDictionary<string, string> Labels(KubeletOptions options, NodeStatus status) =>
        new Dictionary<string, string>(options.NodeLabels)
        {
            ["beta.kubernetes.io/arch"] = status.NodeInfo.Architecture,
            ["beta.kubernetes.io/os"] = status.NodeInfo.OperatingSystem,
            ["kubernetes.io/arch"] = status.NodeInfo.Architecture,
            ["kubernetes.io/hostname"] = options.NodeName,
            ["kubernetes.io/os"] = status.NodeInfo.OperatingSystem,
        };
}
