using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;

namespace Kybernet.Kubelet.Node;

/// <summary>What a pod asks of its node, all in all (upstream's PodRequests).</summary>
internal static class PodRequests
{
    /// <summary>
    /// Containers and sidecars run side by side and add up; other init containers run one at a time, beside the sidecars before
    /// them: of these the largest moment counts. What the pod as a whole says goes before, its overhead comes on top.
    /// </summary>
    public static Dictionary<string, Quantity> Of(Pod pod)
    {
        Dictionary<string, Quantity> total = new(StringComparer.Ordinal), sidecars = new(StringComparer.Ordinal), largest = new(StringComparer.Ordinal);
        foreach (var container in pod.Spec.Containers) Add(total, container.Resources.Requests);
        foreach (var container in pod.Spec.InitContainers)
        {
            if (PodContainers.IsSidecar(container))
            {
                Add(total, container.Resources.Requests);
                Add(sidecars, container.Resources.Requests);
                Raise(largest, sidecars);
                continue;
            }

            Dictionary<string, Quantity> moment = new(sidecars, StringComparer.Ordinal);
            Add(moment, container.Resources.Requests);
            Raise(largest, moment);
        }

        Raise(total, largest);
        foreach (var (name, quantity) in pod.Spec.Resources?.Requests ?? []) total[name] = quantity;
        Add(total, pod.Spec.Overhead);
        return total;
    }

    private static void Add(Dictionary<string, Quantity> sum, IEnumerable<KeyValuePair<string, Quantity>> more)
    {
        foreach (var (name, quantity) in more) sum[name] = sum.TryGetValue(name, out var known) ? known + quantity : quantity;
    }

    private static void Raise(Dictionary<string, Quantity> to, Dictionary<string, Quantity> at)
    {
        foreach (var (name, quantity) in at)
        {
            if (!to.TryGetValue(name, out var known) || known < quantity) to[name] = quantity;
        }
    }
}
