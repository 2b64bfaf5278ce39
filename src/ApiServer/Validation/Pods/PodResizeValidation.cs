using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Strategies.Pods;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>What of a pod's resources may change while it runs (upstream's ValidatePodResize).</summary>
internal static class PodResizeValidation
{
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <summary>Judges the change. The containers of both are the same, but for their resources and how these are changed.</summary>
    public static void Validate(Pod pod, Pod old, FieldErrors errors)
    {
        if (old.Metadata.Annotations.ContainsKey(MirrorAnnotation)) errors.Forbidden(FieldPath.None, "static pods cannot be resized");
        if (old.Spec.Os?.Name == "windows") errors.Forbidden(FieldPath.None, "windows pods cannot be resized");
        var quality = old.Status.QosClass.Length > 0 ? old.Status.QosClass : QosClass.Of(old.Spec);
        if (QosClass.Of(pod.Spec) != quality) errors.Invalid(Spec, pod.Status.QosClass, "Pod QOS Class may not change as a result of resizing");
        if (!RunsWhereThatIsPossible(old)) errors.Forbidden(Spec, "Pod running on node without support for resize");
        Compare(pod.Spec.Containers, old.Spec.Containers, Spec.Child("containers"), errors);
        Compare(pod.Spec.InitContainers, old.Spec.InitContainers, Spec.Child("initContainers"), errors);
        ForbidOthers(pod, old, errors);
    }

    // A kubelet that can do it tells the resources of what runs.
    private static bool RunsWhereThatIsPossible(Pod pod) =>
        pod.Status.ContainerStatuses.FirstOrDefault(static s => s.State?.Running is not null) is not { Resources: null };

    private static void Compare(KubeList<Container> containers, KubeList<Container> old, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            var at = path.Index(i).Child("resources");
            if (Loses(containers[i].Resources.Requests, old[i].Resources.Requests)) errors.Forbidden(at.Child("requests"), "resource requests cannot be removed");
            if (Loses(containers[i].Resources.Limits, old[i].Resources.Limits)) errors.Forbidden(at.Child("limits"), "resource limits cannot be removed");
        }
    }

    private static bool Loses(KubeMap<Quantity> now, KubeMap<Quantity> before) => before.Any(entry => !now.ContainsKey(entry.Key));

    private static void ForbidOthers(Pod pod, Pod old, FieldErrors errors)
    {
        var rest = (PodSpec)pod.Spec.Clone();
        rest.Resources = KeepOthers(rest.Resources, old.Spec.Resources);
        KeepOthers(rest.Containers, old.Spec.Containers);
        KeepOthers(rest.InitContainers, old.Spec.InitContainers);
        if (!rest.DeepEquals(old.Spec)) errors.Forbidden(Spec, "only cpu and memory resources are mutable\n" + StructDiff.Of(old.Spec, rest));
    }

    // What may change is put back, so that what is still different may not.
    private static void KeepOthers(KubeList<Container> containers, KubeList<Container> old)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            containers[i].Resources = KeepOthers(containers[i].Resources, old[i].Resources)!;
            containers[i].ResizePolicy = [.. old[i].ResizePolicy.Select(static p => (ContainerResizePolicy)p.Clone())];
        }
    }

    private static ResourceRequirements? KeepOthers(ResourceRequirements? now, ResourceRequirements? old)
    {
        if (now is null || old is null) return (ResourceRequirements?)old?.Clone();
        PutBack(now.Requests, old.Requests);
        PutBack(now.Limits, old.Limits);
        return now;
    }

    private static void PutBack(KubeMap<Quantity> now, KubeMap<Quantity> old)
    {
        foreach (var name in (string[])["cpu", "memory"])
        {
            now.Remove(name);
            if (old.TryGetValue(name, out var quantity)) now[name] = quantity;
        }
    }
}
