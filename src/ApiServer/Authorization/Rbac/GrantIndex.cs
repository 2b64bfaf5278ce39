using System.Collections.Frozen;
using Kybernet.Api;
using Kybernet.Api.Rbac.V1;

namespace Kybernet.ApiServer.Authorization.Rbac;

/// <summary>
/// All bindings, by the subject they name: made from the RBAC objects as they are at one moment, so that a request is
/// judged by a few look-ups.
/// </summary>
internal sealed class GrantIndex
{
    private readonly FrozenDictionary<string, List<Grant>> _bySubject;

    private GrantIndex(Dictionary<string, List<Grant>> bySubject) => _bySubject = bySubject.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Makes the index.</summary>
    public static GrantIndex Build(
        IEnumerable<ClusterRole> clusterRoles, IEnumerable<Role> roles,
        IEnumerable<ClusterRoleBinding> clusterBindings, IEnumerable<RoleBinding> bindings)
    {
        var allClusterRoles = clusterRoles.ToList();
        var clusterRules = allClusterRoles.ToDictionary(r => r.Metadata.Name, r => Rules(r, allClusterRoles), StringComparer.Ordinal);
        var roleRules = roles.ToDictionary(r => (r.Metadata.Namespace, r.Metadata.Name), r => (IReadOnlyList<PolicyRule>)r.Rules);
        Dictionary<string, List<Grant>> grants = new(StringComparer.Ordinal);

        foreach (var binding in clusterBindings)
        {
            if (!clusterRules.TryGetValue(binding.RoleRef.Name, out var rules)) continue;
            var what = $"RBAC: allowed by ClusterRoleBinding \"{binding.Metadata.Name}\" of ClusterRole \"{binding.RoleRef.Name}\"";
            Add(grants, "", binding.Subjects, rules, what);
        }

        foreach (var binding in bindings)
        {
            var ns = binding.Metadata.Namespace;
            var rules = binding.RoleRef.Kind == "ClusterRole"
                ? clusterRules.GetValueOrDefault(binding.RoleRef.Name)
                : roleRules.GetValueOrDefault((ns, binding.RoleRef.Name));
            if (rules is null) continue;
            var what = $"RBAC: allowed by RoleBinding \"{binding.Metadata.Name}/{ns}\" of {binding.RoleRef.Kind} \"{binding.RoleRef.Name}\"";
            Add(grants, ns, binding.Subjects, rules, what);
        }

        return new GrantIndex(grants);
    }

    /// <summary>The grants of a user: by name, by group, and as a service account.</summary>
    public IEnumerable<Grant> Of(UserInfo user)
    {
        if (_bySubject.TryGetValue("User:" + user.Name, out var byName))
        {
            foreach (var grant in byName) yield return grant;
        }

        foreach (var group in user.Groups)
        {
            if (!_bySubject.TryGetValue("Group:" + group, out var byGroup)) continue;
            foreach (var grant in byGroup) yield return grant;
        }
    }

    private static void Add(
        Dictionary<string, List<Grant>> grants, string ns, KubeList<Subject> subjects, IReadOnlyList<PolicyRule> rules, string what)
    {
        foreach (var subject in subjects)
        {
            var (key, shown) = subject.Kind switch
            {
                // A service account is known by its user name; a binding without a namespace means its own.
                "ServiceAccount" => ServiceAccount(subject.Namespace.Length == 0 ? ns : subject.Namespace, subject.Name),
                _ => ($"{subject.Kind}:{subject.Name}", $"{subject.Kind} \"{subject.Name}\""),
            };
            if (!grants.TryGetValue(key, out var list)) grants[key] = list = [];
            list.Add(new Grant(ns, rules, $"{what} to {shown}"));
        }
    }

    private static (string Key, string Shown) ServiceAccount(string ns, string name) =>
        ($"User:system:serviceaccount:{ns}:{name}", $"ServiceAccount \"{name}/{ns}\"");

    // An aggregated role's rules are those of the roles its selectors choose. Upstream's controller copies them into the
    // role; what is asked here is right even before it has.
    private static IReadOnlyList<PolicyRule> Rules(ClusterRole role, List<ClusterRole> all)
    {
        if (role.AggregationRule is not { } aggregation) return role.Rules;
        List<PolicyRule> rules = [];
        foreach (var selector in aggregation.ClusterRoleSelectors.Select(s => s.ToQuery()))
        {
            foreach (var other in all)
            {
                if (other != role && selector.Matches(other.Metadata.Labels)) rules.AddRange(other.Rules);
            }
        }

        return rules;
    }
}
