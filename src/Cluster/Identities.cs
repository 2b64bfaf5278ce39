using Kybernet.ApiServer;

namespace Kybernet.Cluster;

/// <summary>As whom the components of the one process call the API: upstream's names and groups.</summary>
public static class Identities
{
    /// <summary>The administrator: may do everything.</summary>
    public static UserInfo Admin { get; } = new() { Name = "kubernetes-admin", Groups = [UserInfo.PrivilegedGroup] };

    /// <summary>The scheduler.</summary>
    public static UserInfo Scheduler { get; } = new() { Name = "system:kube-scheduler" };

    /// <summary>The controller manager itself; each controller is a service account of its own.</summary>
    public static UserInfo ControllerManager { get; } = new() { Name = "system:kube-controller-manager" };

    /// <summary>The proxy.</summary>
    public static UserInfo Proxy { get; } = new() { Name = "system:kube-proxy" };

    /// <summary>A controller's service account.</summary>
    public static UserInfo Controller(string name) => new()
    {
        Name = $"system:serviceaccount:kube-system:{name}", Groups = ["system:serviceaccounts", "system:serviceaccounts:kube-system"],
    };

    /// <summary>The kubelet of a node.</summary>
    public static UserInfo Node(string name) => new() { Name = $"system:node:{name}", Groups = ["system:nodes"] };
}
