namespace Kybernet.Api.Core.V1;

/// <summary>What a pod asks of a node, all its containers together (upstream's component-helpers/resource.PodRequests).</summary>
public static class PodRequests
{
    /// <summary>
    /// The sum over the containers that run side by side, or the largest init container with the sidecars started before
    /// it, whichever is more; plus the overhead. In canonical resource names; never nil.
    /// </summary>
    public static KubeMap<Quantity> Of(Pod pod)
    {
        KubeMap<Quantity> running = [];
        foreach (var container in pod.Spec.Containers) Add(running, container.Resources.Requests);

        KubeMap<Quantity> sidecars = [];
        KubeMap<Quantity> peak = [];
        foreach (var container in pod.Spec.InitContainers)
        {
            if (container.RestartPolicy == "Always")
            {
                Add(running, container.Resources.Requests);
                Add(sidecars, container.Resources.Requests);
                Max(peak, sidecars);
                continue;
            }

            KubeMap<Quantity> starting = new(sidecars);
            Add(starting, container.Resources.Requests);
            Max(peak, starting);
        }

        Max(running, peak);
        Add(running, pod.Spec.Overhead);
        return running;
    }

    private static void Add(KubeMap<Quantity> sum, KubeMap<Quantity> amounts)
    {
        foreach (var (name, amount) in amounts) sum[name] = sum.TryGetValue(name, out var have) ? have + amount : amount;
    }

    private static void Max(KubeMap<Quantity> sum, KubeMap<Quantity> amounts)
    {
        foreach (var (name, amount) in amounts)
        {
            if (!sum.TryGetValue(name, out var have) || have.CompareTo(amount) < 0) sum[name] = amount;
        }
    }
}
