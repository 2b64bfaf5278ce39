using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Strategies.Pods;

/// <summary>Resources that a pod has as a whole, and how they follow from its containers'.</summary>
internal static class PodLevelResources
{
    /// <summary>Whether a resource can be given to a pod as a whole.</summary>
    public static bool IsSupported(string resource) => resource is "cpu" or "memory" || IsHugePage(resource);

    /// <summary>Whether this is a kind of huge page.</summary>
    public static bool IsHugePage(string resource) => resource.StartsWith("hugepages-", StringComparison.Ordinal);

    /// <summary>Fills in the pod's own limits and requests from its containers', where the pod has some of its own.</summary>
    public static void ApplyDefaults(PodSpec spec)
    {
        if (spec.Resources is not { } own) return;
        var requests = ContainerSum(spec, r => r.Requests);
        if (own.Limits.Count > 0 || own.Requests.Count > 0) HugePageLimits(spec, own);
        if (own.Limits.Count == 0) return;

        foreach (var (name, quantity) in requests)
        {
            if (name is "cpu" or "memory" && !own.Requests.ContainsKey(name)) own.Requests[name] = quantity;
        }

        foreach (var (name, quantity) in own.Limits)
        {
            if (IsSupported(name) && !own.Requests.ContainsKey(name)) own.Requests[name] = quantity;
        }
    }

    /// <summary>
    /// What the containers take together at any time: sidecars run on beside everything that starts after them, other
    /// init containers run alone.
    /// </summary>
    public static KubeMap<Quantity> ContainerSum(PodSpec spec, Func<ResourceRequirements, KubeMap<Quantity>> side)
    {
        KubeMap<Quantity> sum = [];
        foreach (var container in spec.Containers) Add(sum, side(container.Resources));

        KubeMap<Quantity> sidecars = [], initPeak = [];
        foreach (var container in spec.InitContainers)
        {
            KubeMap<Quantity> now = new(sidecars);
            Add(now, side(container.Resources));
            if (container.RestartPolicy is "Always")
            {
                sidecars = now;
                Add(sum, side(container.Resources));
            }

            Max(initPeak, now);
        }

        Max(sum, initPeak);
        return sum;
    }

    // Huge pages cannot be overcommitted: a pod's limit is what its containers have, as far as it has none.
    private static void HugePageLimits(PodSpec spec, ResourceRequirements own)
    {
        foreach (var (name, quantity) in ContainerSum(spec, r => r.Limits))
        {
            if (IsHugePage(name) && !own.Limits.ContainsKey(name) && !own.Requests.ContainsKey(name)) own.Limits[name] = quantity;
        }
    }

    private static void Add(KubeMap<Quantity> sum, KubeMap<Quantity> more)
    {
        foreach (var (name, quantity) in more) sum[name] = sum.GetValueOrDefault(name) + quantity;
    }

    private static void Max(KubeMap<Quantity> peak, KubeMap<Quantity> other)
    {
        foreach (var (name, quantity) in other)
        {
            if (!peak.TryGetValue(name, out var known) || known < quantity) peak[name] = quantity;
        }
    }
}
