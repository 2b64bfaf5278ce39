using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Linux.Cgroups;

namespace Kybernet.Kubelet.Status;

/// <summary>The quality of service that a pod's requests and limits earn it.</summary>
internal static class PodQos
{
    private static readonly string[] Compute = ["cpu", "memory"];

    /// <summary>The class by upstream's rules.</summary>
    public static PodQosClass Of(Pod pod)
    {
        if (pod.Spec.Resources is { } whole && (whole.Requests.Count > 0 || whole.Limits.Count > 0))
            return Classify([whole]);
        return Classify([.. pod.Spec.InitContainers.Concat(pod.Spec.Containers).Select(static c => c.Resources)]);
    }

    private static PodQosClass Classify(IReadOnlyList<ResourceRequirements> all)
    {
        var anything = false;
        var guaranteed = true;
        foreach (var resources in all)
        {
            foreach (var name in Compute)
            {
                var request = Positive(resources.Requests, name);
                var limit = Positive(resources.Limits, name);
                anything |= request is not null || limit is not null;
                guaranteed &= limit is not null && (request is null || request == limit);
            }
        }

        if (!anything) return PodQosClass.BestEffort;
        return guaranteed ? PodQosClass.Guaranteed : PodQosClass.Burstable;
    }

    private static Quantity? Positive(KubeMap<Quantity> map, string name) =>
        map.TryGetValue(name, out var quantity) && quantity.Sign > 0 ? quantity : null;
}
