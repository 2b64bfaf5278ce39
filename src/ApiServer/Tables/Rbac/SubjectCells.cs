using Kybernet.Api;
using Kybernet.Api.Rbac.V1;

namespace Kybernet.ApiServer.Tables;

/// <summary>Who is bound to what.</summary>
internal static class SubjectCells
{
    /// <summary>The role, as <c>ClusterRole/view</c>.</summary>
    public static string Role(RoleRef role) => $"{role.Kind}/{role.Name}";

    /// <summary>The users or groups.</summary>
    public static string Named(KubeList<Subject> subjects, string kind) =>
        string.Join(", ", subjects.Where(s => s.Kind == kind).Select(s => s.Name));

    /// <summary>The service accounts, as <c>namespace/name</c>; without a namespace the name alone.</summary>
    public static string ServiceAccounts(KubeList<Subject> subjects) => string.Join(", ", subjects
        .Where(s => s.Kind == "ServiceAccount")
        .Select(s => s.Namespace.Length > 0 ? $"{s.Namespace}/{s.Name}" : s.Name));
}
