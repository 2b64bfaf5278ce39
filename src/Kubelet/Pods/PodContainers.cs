using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Pods;

/// <summary>Looks at the three lists of containers that a pod has.</summary>
internal static class PodContainers
{
    /// <summary>Whether an init container is a sidecar: started in turn, then kept running beside the containers.</summary>
    public static bool IsSidecar(Container initContainer) => initContainer.RestartPolicy == "Always";

    /// <summary>Init containers, containers and ephemeral containers, in this order.</summary>
    public static IEnumerable<Container> All(Pod pod) =>
        pod.Spec.InitContainers.Concat(pod.Spec.Containers).Concat(pod.Spec.EphemeralContainers.Select(AsContainer));

    /// <summary>The container of that name, of whichever kind, or null.</summary>
    public static Container? Find(Pod pod, string name) => All(pod).FirstOrDefault(c => c.Name == name);

    /// <summary>An ephemeral container as the container it is otherwise.</summary>
    public static Container AsContainer(EphemeralContainer ephemeral) => KubeCodec.Decode<Container>(KubeCodec.Encode(ephemeral));

    /// <summary>Whether the pod runs on the node's network.</summary>
    public static bool IsHostNetwork(Pod pod) => pod.Spec.HostNetwork;

    /// <summary>Whether it has come to its end: nothing of it will run again.</summary>
    public static bool IsTerminalPhase(string phase) => phase is "Succeeded" or "Failed";
}
