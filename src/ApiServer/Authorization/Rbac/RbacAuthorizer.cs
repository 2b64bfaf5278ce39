using Kybernet.Api.Rbac.V1;

namespace Kybernet.ApiServer.Authorization.Rbac;

/// <summary>Allows what roles and their bindings say (--authorization-mode=RBAC). Has no way to deny.</summary>
/// <param name="objects">The roles and bindings.</param>
internal sealed class RbacAuthorizer(IObjectReader objects) : IAuthorizer
{
    private Snapshot? _snapshot;

    /// <inheritdoc/>
    public ValueTask<AuthorizationDecision> AuthorizeAsync(AuthorizationAttributes attributes, CancellationToken cancellation)
    {
        foreach (var grant in GrantsOf(attributes.User))
        {
            if (grant.Allows(attributes)) return new(new AuthorizationDecision(AuthorizationVerdict.Allow, grant.Reason));
        }

        return new(new AuthorizationDecision(AuthorizationVerdict.NoOpinion));
    }

    /// <summary>Everything that bindings give to a user.</summary>
    public IEnumerable<Grant> GrantsOf(UserInfo user) => Current().Of(user);

    // Remade when an RBAC object has changed: rarely, while requests are many. Two threads that remake it make the same.
    private GrantIndex Current()
    {
        var revision = Math.Max(
            Math.Max(objects.LastChange<ClusterRole>(), objects.LastChange<Role>()),
            Math.Max(objects.LastChange<ClusterRoleBinding>(), objects.LastChange<RoleBinding>()));
        var snapshot = Volatile.Read(ref _snapshot);
        if (snapshot is not null && snapshot.Revision == revision) return snapshot.Index;
        var index = GrantIndex.Build(
            objects.List<ClusterRole>(), objects.List<Role>(), objects.List<ClusterRoleBinding>(), objects.List<RoleBinding>());
        Volatile.Write(ref _snapshot, new Snapshot(revision, index));
        return index;
    }

    private sealed record Snapshot(long Revision, GrantIndex Index);
}
