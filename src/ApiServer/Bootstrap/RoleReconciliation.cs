using Kybernet.Api;
using Kybernet.Api.Rbac.V1;

namespace Kybernet.ApiServer.Bootstrap;

/// <summary>
/// Brings the default roles and bindings of an older cluster up to date: what is missing is added, what somebody added is
/// kept (upstream's rbac reconciliation). An object whose autoupdate annotation is not "true" is left alone.
/// </summary>
internal static class RoleReconciliation
{
    private const string AutoUpdate = "rbac.authorization.kubernetes.io/autoupdate";

    /// <summary>The object as it has to be written, or null when nothing is missing.</summary>
    /// <param name="existing">As it is stored; not changed.</param>
    /// <param name="wanted">As this version has it.</param>
    public static KubeObject? Reconcile(KubeObject existing, KubeObject wanted)
    {
        if (existing.Metadata.Annotations.GetValueOrDefault(AutoUpdate) != "true") return null;
        var result = existing.Clone();
        var changed = (result, wanted) switch
        {
            (ClusterRole a, ClusterRole b) => Add(a.Rules, b.Rules),
            (Role a, Role b) => Add(a.Rules, b.Rules),
            (ClusterRoleBinding a, ClusterRoleBinding b) => Add(a.Subjects, b.Subjects),
            (RoleBinding a, RoleBinding b) => Add(a.Subjects, b.Subjects),
            _ => false,
        };
        return changed ? result : null;
    }

    private static bool Add<T>(KubeList<T> existing, KubeList<T> wanted) where T : ApiType
    {
        var missing = wanted.Where(w => !existing.Any(e => e.DeepEquals(w))).ToList();
        existing.AddRange(missing);
        return missing.Count > 0;
    }
}
