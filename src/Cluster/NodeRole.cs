using Kybernet.Api.Rbac.V1;
using Kybernet.Client;

namespace Kybernet.Cluster;

/// <summary>
/// Lets kubelets do their work. Upstream has an authorizer that lets a node touch only what concerns its own pods; until
/// ours is there, all nodes have the role system:node by this binding.
/// </summary>
public static class NodeRole
{
    private const string Name = "kybernet:nodes";

    /// <summary>Creates the binding if it is not there.</summary>
    public static async Task EnsureAsync(IKubeClient admin, CancellationToken cancellation)
    {
        ClusterRoleBinding binding = new()
        {
            Metadata = new() { Name = Name },
            RoleRef = new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = "system:node" },
            Subjects = [new() { ApiGroup = "rbac.authorization.k8s.io", Kind = "Group", Name = "system:nodes" }],
        };
        try
        {
            await admin.CreateAsync(binding, cancellation);
        }
        catch (KubeApiException e) when (e.IsAlreadyExists)
        {
            // From the last time, or by another API server on the same store.
        }
    }
}
