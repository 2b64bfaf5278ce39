using Kybernet.Api;
using Kybernet.Api.Rbac.V1;

namespace Kybernet.ApiServer.Strategies.Rbac;

/// <summary>What bindings get that did not say: the group of roles, users and groups.</summary>
internal static class BindingDefaults
{
    private const string Group = "rbac.authorization.k8s.io";

    /// <summary>Fills in a binding.</summary>
    public static void Apply(RoleRef role, KubeList<Subject> subjects)
    {
        if (role.ApiGroup.Length == 0) role.ApiGroup = Group;
        foreach (var subject in subjects)
        {
            if (subject.ApiGroup.Length == 0 && subject.Kind is "User" or "Group") subject.ApiGroup = Group;
        }
    }
}
