using Kybernet.Api;
using Kybernet.Api.Rbac.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.ClusterRoleAggregation;

/// <summary>Which rules a ClusterRole takes over from those that its aggregation rule selects.</summary>
internal static class AggregationDecision
{
    /// <summary>The rules that the role is to have, or null when it has them.</summary>
    /// <param name="role">A role with an aggregation rule.</param>
    /// <param name="all">All ClusterRoles.</param>
    /// <exception cref="FormatException">A selector is wrong.</exception>
    public static KubeList<PolicyRule>? Decide(ClusterRole role, IEnumerable<ClusterRole> all)
    {
        if (role.AggregationRule is not { } aggregation) return null;
        var roles = all.OrderBy(static r => r.Metadata.Name, StringComparer.Ordinal).ToArray();
        KubeList<PolicyRule> rules = [];
        foreach (var selector in aggregation.ClusterRoleSelectors)
        {
            var query = selector.ToQuery();
            foreach (var other in roles)
            {
                if (other.Metadata.Name == role.Metadata.Name || !query.Matches(other.Metadata.Labels)) continue;
                foreach (var rule in other.Rules)
                {
                    if (!rules.Any(rule.DeepEquals)) rules.Add(rule.Clone());
                }
            }
        }

        return AreEqual(rules, role.Rules) ? null : rules;
    }

    private static bool AreEqual(KubeList<PolicyRule> left, KubeList<PolicyRule> right)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!left[i].DeepEquals(right[i])) return false;
        }

        return true;
    }
}
