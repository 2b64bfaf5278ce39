using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Pods;

/// <summary>Pods from templates.</summary>
internal static class PodTemplates
{
    /// <summary>The pod that <paramref name="owner"/> makes of its template; the server completes the name (upstream's GetPodFromTemplate).</summary>
    public static Pod Instantiate(PodTemplateSpec template, KubeObject owner)
    {
        Pod pod = new() { Spec = template.Spec.Clone() };
        pod.Metadata.Namespace = owner.Metadata.Namespace;
        pod.Metadata.GenerateName = NamePrefix(owner.Metadata.Name);
        foreach (var (key, value) in template.Metadata.Labels) pod.Metadata.Labels[key] = value;
        foreach (var (key, value) in template.Metadata.Annotations) pod.Metadata.Annotations[key] = value;
        foreach (var finalizer in template.Metadata.Finalizers) pod.Metadata.Finalizers.Add(finalizer);
        pod.Metadata.OwnerReferences.Add(OwnerReferences.ForController(owner));
        return pod;
    }

    // A controller's name may be too long to take a dash.
    private static string NamePrefix(string name) => name.Length < 253 ? name + "-" : name;
}
