using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Strategies.Pods;

/// <summary>How well a pod is served when a node runs short, from what it asks for (upstream's ComputePodQOS).</summary>
internal static class QosClass
{
    /// <summary><c>Guaranteed</c>, <c>Burstable</c> or <c>BestEffort</c>.</summary>
    public static string Of(PodSpec spec)
    {
        Quantity[] requests = [default, default], limits = [default, default];
        var limited = true;
        if (spec.Resources is { } own && (own.Requests.Count > 0 || own.Limits.Count > 0))
        {
            Add(requests, own.Requests);
            limited = Add(limits, own.Limits);
        }
        else
        {
            foreach (var container in spec.Containers.Concat(spec.InitContainers))
            {
                Add(requests, container.Resources.Requests);
                limited &= Add(limits, container.Resources.Limits);
            }
        }

        if (requests.All(q => q.IsZero) && limits.All(q => q.IsZero)) return "BestEffort";
        return limited && requests.SequenceEqual(limits) ? "Guaranteed" : "Burstable";
    }

    // Only what is more than nothing counts; answers whether both kinds were there.
    private static bool Add(Quantity[] sums, KubeMap<Quantity> resources)
    {
        var cpu = resources.GetValueOrDefault("cpu");
        var memory = resources.GetValueOrDefault("memory");
        if (cpu.Sign > 0) sums[0] += cpu;
        if (memory.Sign > 0) sums[1] += memory;
        return cpu.Sign > 0 && memory.Sign > 0;
    }
}
