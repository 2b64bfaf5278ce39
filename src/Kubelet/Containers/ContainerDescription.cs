using System.Globalization;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Runtime;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Containers;

/// <summary>The part of a container's configuration by which it is known again.</summary>
internal static class ContainerDescription
{
    /// <summary>A configuration with identity, image and labels.</summary>
    public static ContainerConfig Of(ContainerStart start)
    {
        var (pod, container) = (start.Pod, start.Container);
        ContainerConfig config = new()
        {
            Metadata = new() { Name = container.Name, Attempt = (uint)start.RestartCount },
            Image = new() { Image = start.Image.Id, UserSpecifiedImage = container.Image },
        };
        config.Labels[RuntimeLabels.PodName] = pod.Metadata.Name;
        config.Labels[RuntimeLabels.PodNamespace] = pod.Metadata.Namespace;
        config.Labels[RuntimeLabels.PodUid] = pod.Metadata.Uid;
        config.Labels[RuntimeLabels.ContainerName] = container.Name;
        config.Annotations[RuntimeLabels.ContainerHash] = ContainerHash.Of(container);
        config.Annotations[RuntimeLabels.RestartCount] = start.RestartCount.ToString(CultureInfo.InvariantCulture);
        config.Annotations[RuntimeLabels.TerminationMessagePath] = container.TerminationMessagePath;
        config.Annotations[RuntimeLabels.TerminationMessagePolicy] = container.TerminationMessagePolicy;
        if (pod.Spec.TerminationGracePeriodSeconds is { } grace)
            config.Annotations[RuntimeLabels.PodTerminationGracePeriod] = grace.ToString(CultureInfo.InvariantCulture);
        return config;
    }
}
