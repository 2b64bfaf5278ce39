using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ControllerManager.Deployments;
using Kybernet.ControllerManager.EndpointObjects;
using Kybernet.ControllerManager.EndpointSlices;
using Kybernet.ControllerManager.ReplicaSets;

namespace Kybernet.ControllerManager;

/// <summary>A controller that can be run.</summary>
/// <param name="Name">Upstream's name, as <c>--controllers</c> takes it.</param>
/// <param name="Create">Makes it.</param>
internal sealed record ControllerEntry(string Name, Func<ControllerContext, IController> Create);

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
    ];

    /// <summary>Those that <c>--controllers</c> asks for. Upstream's rule: first a name said outright counts, then a name left out, then the star.</summary>
    /// <exception cref="ArgumentException">There is no controller of a name.</exception>
    public static IEnumerable<ControllerEntry> Enabled(IReadOnlyList<string> wanted)
    {
        var unknown = wanted.Select(static w => w.TrimStart('-')).FirstOrDefault(static w => w != "*" && All.All(e => e.Name != w));
        if (unknown is not null) throw new ArgumentException($"\"{unknown}\" is not in the list of known controllers");
        return All.Where(e => wanted.Contains(e.Name) || (!wanted.Contains("-" + e.Name) && wanted.Contains("*")));
    }
}
