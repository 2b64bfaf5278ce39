using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Strategies.Pods;

/// <summary>What a Pod gets that did not say: what a template's spec gets (<see cref="PodSpecDefaults"/>), and more.</summary>
internal static class PodDefaults
{
    /// <summary>Fills in a Pod.</summary>
    public static void Apply(Pod pod)
    {
        foreach (var container in pod.Spec.Containers) RequestsFromLimits(container.Resources);
        foreach (var container in pod.Spec.InitContainers) RequestsFromLimits(container.Resources);
        PodLevelResources.ApplyDefaults(pod.Spec);
        pod.Spec.EnableServiceLinks ??= true;
        if (pod.Spec.HostNetwork)
        {
            HostPortsFromContainerPorts(pod.Spec.Containers);
            HostPortsFromContainerPorts(pod.Spec.InitContainers);
        }

        PodSpecDefaults.Apply(pod.Spec);
    }

    private static void RequestsFromLimits(ResourceRequirements resources)
    {
        foreach (var (name, limit) in resources.Limits)
        {
            if (!resources.Requests.ContainsKey(name)) resources.Requests[name] = limit;
        }
    }

    // On the host's network a container's port is the host's.
    private static void HostPortsFromContainerPorts(KubeList<Container> containers)
    {
        foreach (var container in containers)
        {
            foreach (var port in container.Ports)
            {
                if (port.HostPort == 0) port.HostPort = port.ContainerPortValue;
            }
        }
    }
}
