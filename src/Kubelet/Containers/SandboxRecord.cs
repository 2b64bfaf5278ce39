using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Runtime;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Containers;

/// <summary>The part of a sandbox's configuration by which it is known again.</summary>
internal static class SandboxRecord
{
    /// <summary>A configuration with identity, labels and namespaces.</summary>
    public static PodSandboxConfig Of(Pod pod, uint attempt)
    {
        var metadata = pod.Metadata;
        PodSandboxConfig config = new()
        {
            Metadata = new() { Name = metadata.Name, Namespace = metadata.Namespace, Uid = metadata.Uid, Attempt = attempt },
            Linux = new() { SecurityContext = new() { NamespaceOptions = Namespaces(pod) } },
        };
        foreach (var (key, value) in metadata.Labels) config.Labels[key] = value;
        foreach (var (key, value) in metadata.Annotations) config.Annotations[key] = value;
        config.Labels[RuntimeLabels.PodName] = metadata.Name;
        config.Labels[RuntimeLabels.PodNamespace] = metadata.Namespace;
        config.Labels[RuntimeLabels.PodUid] = metadata.Uid;
        return config;
    }

    /// <summary>Which namespaces the pod shares with the node, and which its containers share with each other.</summary>
    public static NamespaceOption Namespaces(Pod pod) => new()
    {
        Network = PodContainers.IsHostNetwork(pod) ? NamespaceMode.Node : NamespaceMode.Pod,
        Ipc = pod.Spec.HostIPC ? NamespaceMode.Node : NamespaceMode.Pod,
        Pid = pod.Spec.HostPID ? NamespaceMode.Node
            : pod.Spec.ShareProcessNamespace is true ? NamespaceMode.Pod
            : NamespaceMode.Container,
    };
}
