using Kybernet.Api.Rbac.V1;

namespace Kybernet.ApiServer.Authorization.Rbac;

/// <summary>What one binding gives to one subject.</summary>
/// <param name="Namespace">Where it holds; empty: everywhere, for cluster-scoped resources and for paths too.</param>
/// <param name="Rules">What it allows.</param>
/// <param name="Reason">Upstream's sentence for the audit log.</param>
internal sealed record Grant(string Namespace, IReadOnlyList<PolicyRule> Rules, string Reason)
{
    /// <summary>Whether it allows the request.</summary>
    public bool Allows(AuthorizationAttributes request)
    {
        if (Namespace.Length > 0 && (!request.IsResourceRequest || request.Namespace != Namespace)) return false;
        foreach (var rule in Rules)
        {
            if (RuleMatch.Allows(rule, request)) return true;
        }

        return false;
    }
}
