using System.Globalization;

namespace Kybernet.Api.Core.V1;

/// <summary>Whether a node is one that a pod asks for (upstream's component-helpers/scheduling/corev1/nodeaffinity).</summary>
public static class NodeAffinityMatch
{
    /// <summary>Whether the node has the labels of the pod's nodeSelector and matches its required node affinity.</summary>
    public static bool RequiredMatches(Pod pod, Node node)
    {
        foreach (var (key, value) in pod.Spec.NodeSelector)
        {
            if (!node.Metadata.Labels.TryGetValue(key, out var have) || have != value) return false;
        }

        var required = pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution;
        return required is null || Matches(required, node);
    }

    /// <summary>Whether one of the selector's terms matches.</summary>
    public static bool Matches(NodeSelector selector, Node node)
    {
        foreach (var term in selector.NodeSelectorTerms)
        {
            if (Matches(term, node)) return true;
        }

        return false;
    }

    /// <summary>Whether all requirements of the term hold. A term without requirements matches nothing.</summary>
    public static bool Matches(NodeSelectorTerm term, Node node)
    {
        if (term.MatchExpressions.Count + term.MatchFields.Count == 0) return false;
        foreach (var requirement in term.MatchExpressions)
        {
            if (!Holds(requirement, node.Metadata.Labels.GetValueOrDefault(requirement.Key))) return false;
        }

        foreach (var requirement in term.MatchFields)
        {
            if (!Holds(requirement, requirement.Key == "metadata.name" ? node.Metadata.Name : null)) return false;
        }

        return true;
    }

    private static bool Holds(NodeSelectorRequirement requirement, string? value) => requirement.Operator switch
    {
        "In" => value is not null && requirement.Values.Contains(value),
        "NotIn" => value is null || !requirement.Values.Contains(value),
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        "Gt" => Compare(value, requirement) is > 0,
        "Lt" => Compare(value, requirement) is < 0,
        _ => false,
    };

    private static int? Compare(string? value, NodeSelectorRequirement requirement) =>
        requirement.Values.Count == 1
        && long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var a)
        && long.TryParse(requirement.Values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var b)
            ? a.CompareTo(b)
            : null;
}
