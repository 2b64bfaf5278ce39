using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Services;

/// <summary>Which Services select which pods, and what the objects made for them have in common.</summary>
internal static class ServiceSelection
{
    private const string HeadlessLabel = "service.kubernetes.io/headless";

    /// <summary>Whether endpoints are to be kept for the Service at all: those without a selector are filled by others.</summary>
    public static bool HasEndpoints(Service service) => service.Spec.Selector.Count > 0 && service.Spec.Type != "ExternalName";

    /// <summary>Whether a pod with these labels is selected.</summary>
    public static bool Selects(Service service, KubeMap<string> labels)
    {
        if (service.Spec.Selector.Count == 0) return false;
        foreach (var (key, value) in service.Spec.Selector)
        {
            if (!labels.TryGetValue(key, out var label) || label != value) return false;
        }

        return true;
    }

    /// <summary>The pods that a Service selects, in order of name, so that the same pods always give the same answer.</summary>
    public static IReadOnlyList<Pod> PodsOf(Service service, ILister<Pod> pods) =>
        [.. pods.List(service.Metadata.Namespace)
            .Where(p => Selects(service, p.Metadata.Labels))
            .OrderBy(static p => p.Metadata.Name, StringComparer.Ordinal)];

    /// <summary>Whether the Service has no address of its own.</summary>
    public static bool IsHeadless(Service service) => service.Spec.ClusterIP == "None";

    /// <summary>The labels that a Service hands on to its endpoints: its own, and whether it is headless.</summary>
    public static KubeMap<string> LabelsFrom(Service service)
    {
        KubeMap<string> labels = new(service.Metadata.Labels);
        if (IsHeadless(service)) labels[HeadlessLabel] = "";
        else labels.Remove(HeadlessLabel);
        return labels;
    }
}
