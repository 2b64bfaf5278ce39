using System.Globalization;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Strategies.Pods;

namespace Kybernet.ApiServer.Admission.Steps;

/// <summary>The bounds of a LimitRange, in upstream's words where they are not kept.</summary>
internal static class LimitRules
{
    /// <summary>What of a pod is out of bounds.</summary>
    public static IEnumerable<string> Violations(PodSpec spec, LimitRange range)
    {
        foreach (var item in range.Spec.Limits)
        {
            if (item.Type == "Container")
            {
                foreach (var container in spec.Containers.Concat(spec.InitContainers))
                {
                    foreach (var wrong in Violations(item, container.Resources.Requests, container.Resources.Limits)) yield return wrong;
                }
            }
            else if (item.Type == "Pod")
            {
                var requests = PodLevelResources.ContainerSum(spec, r => r.Requests);
                var limits = PodLevelResources.ContainerSum(spec, r => r.Limits);
                foreach (var wrong in Violations(item, requests, limits)) yield return wrong;
            }
        }
    }

    /// <summary>What of a claim is out of bounds.</summary>
    public static IEnumerable<string> Violations(PersistentVolumeClaimSpec spec, LimitRange range)
    {
        foreach (var item in range.Spec.Limits)
        {
            if (item.Type != "PersistentVolumeClaim") continue;
            foreach (var (name, bound) in item.Min)
            {
                if (Below(item, name, bound, spec.Resources.Requests) is { } wrong) yield return wrong;
            }

            foreach (var (name, bound) in item.Max)
            {
                if (spec.Resources.Requests.TryGetValue(name, out var asked) && asked > bound)
                {
                    yield return $"maximum {name} usage per {item.Type} is {bound}, but request is {asked}";
                }
            }
        }
    }

    private static IEnumerable<string> Violations(LimitRangeItem item, KubeMap<Quantity> requests, KubeMap<Quantity> limits)
    {
        foreach (var (name, bound) in item.Min)
        {
            if (Below(item, name, bound, requests) is { } wrong) yield return wrong;
            else if (limits.TryGetValue(name, out var limit) && limit < bound) yield return $"minimum {name} usage per {item.Type} is {bound}, but limit is {limit}";
        }

        foreach (var (name, bound) in item.Max)
        {
            if (!limits.TryGetValue(name, out var limit)) yield return $"maximum {name} usage per {item.Type} is {bound}.  No limit is specified";
            else if (limit > bound) yield return $"maximum {name} usage per {item.Type} is {bound}, but limit is {limit}";
            else if (requests.TryGetValue(name, out var request) && request > bound) yield return $"maximum {name} usage per {item.Type} is {bound}, but request is {request}";
        }

        foreach (var (name, bound) in item.MaxLimitRequestRatio)
        {
            if (Ratio(item, name, bound, requests.GetValueOrDefault(name), limits.GetValueOrDefault(name)) is { } wrong) yield return wrong;
        }
    }

    private static string? Below(LimitRangeItem item, string name, Quantity bound, KubeMap<Quantity> requests)
    {
        if (!requests.TryGetValue(name, out var request)) return $"minimum {name} usage per {item.Type} is {bound}.  No request is specified";
        return request < bound ? $"minimum {name} usage per {item.Type} is {bound}, but request is {request}" : null;
    }

    private static string? Ratio(LimitRangeItem item, string name, Quantity bound, Quantity request, Quantity limit)
    {
        var text = $"{name} max limit to request ratio per {item.Type} is {bound}";
        if (request.IsZero) return text + ", but no request is specified or request is 0";
        if (limit.IsZero) return text + ", but no limit is specified or limit is 0";
        var ratio = limit.ToDouble() / request.ToDouble();
        return ratio > bound.ToDouble() ? $"{text}, but provided ratio is {ratio.ToString("F6", CultureInfo.InvariantCulture)}" : null;
    }
}
