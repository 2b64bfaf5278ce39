using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;

namespace Kybernet.ApiServer.Strategies.Pods;

/// <summary>
/// matchLabelKeys and mismatchLabelKeys: the pod's own values of these labels become part of the selector when the pod
/// is created.
/// </summary>
internal static class LabelKeys
{
    /// <summary>Completes all selectors of a new pod.</summary>
    public static void Apply(Pod pod)
    {
        if (pod.Spec.Affinity is { } affinity)
        {
            if (affinity.PodAffinity is { } near)
            {
                foreach (var term in near.RequiredDuringSchedulingIgnoredDuringExecution) Apply(pod, term);
                foreach (var term in near.PreferredDuringSchedulingIgnoredDuringExecution) Apply(pod, term.PodAffinityTerm);
            }

            if (affinity.PodAntiAffinity is { } far)
            {
                foreach (var term in far.RequiredDuringSchedulingIgnoredDuringExecution) Apply(pod, term);
                foreach (var term in far.PreferredDuringSchedulingIgnoredDuringExecution) Apply(pod, term.PodAffinityTerm);
            }
        }

        foreach (var constraint in pod.Spec.TopologySpreadConstraints) Add(pod, constraint.LabelSelector, constraint.MatchLabelKeys, "In");
    }

    private static void Apply(Pod pod, PodAffinityTerm term)
    {
        Add(pod, term.LabelSelector, term.MatchLabelKeys, "In");
        Add(pod, term.LabelSelector, term.MismatchLabelKeys, "NotIn");
    }

    private static void Add(Pod pod, LabelSelector? selector, KubeList<string> keys, string @operator)
    {
        if (selector is null) return;
        foreach (var key in keys)
        {
            if (!pod.Metadata.Labels.TryGetValue(key, out var value)) continue;
            selector.MatchExpressions.Add(new LabelSelectorRequirement { Key = key, Operator = @operator, Values = [value] });
        }
    }
}
