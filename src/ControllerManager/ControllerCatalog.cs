using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ControllerManager.ClusterRoleAggregation;
using Kybernet.ControllerManager.Deployments;
using Kybernet.ControllerManager.EndpointObjects;
using Kybernet.ControllerManager.EndpointSlices;
using Kybernet.ControllerManager.GarbageCollection;
using Kybernet.ControllerManager.Namespaces;
using Kybernet.ControllerManager.NodeLifecycle;
using Kybernet.ControllerManager.PodGc;
using Kybernet.ControllerManager.ReplicaSets;
using Kybernet.ControllerManager.RootCertificates;
using Kybernet.ControllerManager.ServiceAccounts;
using Kybernet.ControllerManager.ServiceCidrs;
using Kybernet.ControllerManager.TaintEviction;

namespace Kybernet.ControllerManager;

/// <summary>A controller that can be run.</summary>
/// <param name="Name">Upstream's name, as <c>--controllers</c> takes it.</param>
/// <param name="Create">Makes it.</param>
internal sealed record ControllerEntry(string Name, Func<ControllerContext, IController> Create)
{
    /// <summary>Whether the options give the controller what it needs.</summary>
    public Func<ControllerManagerOptions, bool> CanRun { get; init; } = static _ => true;
}

/// <summary>All controllers.</summary>
internal static class ControllerCatalog
{
    public static IReadOnlyList<ControllerEntry> All { get; } =
    [
        new("replicaset-controller", static c => new ReplicaController<ReplicaSet>(c, new ReplicaSetKind(), c.Options.ConcurrentReplicaSetSyncs)),
        new("replicationcontroller-controller", static c => new ReplicaController<ReplicationController>(
            c, new ReplicationControllerKind(), c.Options.ConcurrentReplicationControllerSyncs)),
        new("deployment-controller", static c => new DeploymentController(c)),
        new("endpointslice-controller", static c => new EndpointSliceController(c)),
        new("endpoints-controller", static c => new EndpointsController(c)),
        new("namespace-controller", static c => new NamespaceController(c)),
        new("serviceaccount-controller", static c => new ServiceAccountController(c)),
        new("root-ca-certificate-publisher-controller", static c => new RootCertificatePublisher(c))
        {
            CanRun = static o => o.RootCertificateAuthorityPem.Length > 0,
        },
        new("pod-garbage-collector-controller", static c => new PodGarbageCollector(c)),
        new("garbage-collector-controller", static c => new GarbageCollector(c)),
        new("node-lifecycle-controller", static c => new NodeLifecycleController(c)),
        new("taint-eviction-controller", static c => new TaintEvictionController(c)),
        new("clusterrole-aggregation-controller", static c => new ClusterRoleAggregationController(c)),
        new("service-cidr-controller", static c => new ServiceCidrController(c)),
    ];

    /// <summary>Those that the options ask for and can run. Upstream's rule: first a name said outright counts, then a name left out, then the star.</summary>
    /// <exception cref="ArgumentException">There is no controller of a name.</exception>
    public static IEnumerable<ControllerEntry> Enabled(ControllerManagerOptions options)
    {
        var wanted = options.Controllers;
        var unknown = wanted.Select(static w => w.TrimStart('-')).FirstOrDefault(static w => w != "*" && All.All(e => e.Name != w));
        if (unknown is not null) throw new ArgumentException($"\"{unknown}\" is not in the list of known controllers");
        return All.Where(e => e.CanRun(options) && (wanted.Contains(e.Name) || (!wanted.Contains("-" + e.Name) && wanted.Contains("*"))));
    }
}
