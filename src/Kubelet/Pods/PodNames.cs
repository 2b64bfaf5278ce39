using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Pods;

/// <summary>How events and messages name a pod and its parts.</summary>
internal static class PodNames
{
    /// <summary><c>name_namespace(uid)</c>.</summary>
    public static string Format(Pod pod) => Format(pod.Metadata.Name, pod.Metadata.Namespace, pod.Metadata.Uid);

    /// <summary><c>name_namespace(uid)</c>.</summary>
    public static string Format(string name, string ns, string uid) => $"{name}_{ns}({uid})";

    /// <summary>The field path that an event about a container carries, or empty when the pod has none of that name.</summary>
    public static string FieldPath(Pod pod, string container)
    {
        foreach (var c in pod.Spec.Containers)
        {
            if (c.Name == container) return $"spec.containers{{{container}}}";
        }

        foreach (var c in pod.Spec.InitContainers)
        {
            if (c.Name == container) return $"spec.initContainers{{{container}}}";
        }

        foreach (var c in pod.Spec.EphemeralContainers)
        {
            if (c.Name == container) return $"spec.ephemeralContainers{{{container}}}";
        }

        return "";
    }
}
