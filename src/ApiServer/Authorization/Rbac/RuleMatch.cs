using Kybernet.Api;
using Kybernet.Api.Rbac.V1;

namespace Kybernet.ApiServer.Authorization.Rbac;

/// <summary>Whether a rule of a role allows a request (upstream's rbac.RuleAllows).</summary>
internal static class RuleMatch
{
    private const string All = "*";

    /// <summary>Decides for one rule.</summary>
    public static bool Allows(PolicyRule rule, AuthorizationAttributes request)
    {
        if (!Contains(rule.Verbs, request.Verb)) return false;
        return request.IsResourceRequest
            ? Contains(rule.ApiGroups, request.Group) && MatchesResource(rule.Resources, request) && MatchesName(rule.ResourceNames, request.Name)
            : MatchesPath(rule.NonResourceURLs, request.Path);
    }

    private static bool Contains(KubeList<string> allowed, string value)
    {
        foreach (var item in allowed)
        {
            if (item == All || item == value) return true;
        }

        return false;
    }

    // pods, pods/log, */scale: a rule for pods does not allow its subresources.
    private static bool MatchesResource(KubeList<string> resources, AuthorizationAttributes request)
    {
        foreach (var item in resources)
        {
            if (item == All) return true;
            if (request.Subresource.Length == 0)
            {
                if (item == request.Resource) return true;
                continue;
            }

            var slash = item.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0 || !item.AsSpan(slash + 1).SequenceEqual(request.Subresource)) continue;
            var resource = item.AsSpan(0, slash);
            if (resource is All || resource.SequenceEqual(request.Resource)) return true;
        }

        return false;
    }

    private static bool MatchesName(KubeList<string> names, string name)
    {
        if (names.Count == 0) return true;
        foreach (var item in names)
        {
            if (item == name) return true;
        }

        return false;
    }

    private static bool MatchesPath(KubeList<string> paths, string path)
    {
        foreach (var item in paths)
        {
            if (item == All || item == path) return true;
            if (item.EndsWith('*') && path.AsSpan().StartsWith(item.AsSpan(0, item.Length - 1), StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
