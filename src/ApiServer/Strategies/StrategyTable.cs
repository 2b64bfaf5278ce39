using System.Collections.Frozen;
using Kybernet.Api;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Apps;
using Kybernet.ApiServer.Strategies.Pods;
using Kybernet.ApiServer.Strategies.Services;

namespace Kybernet.ApiServer.Strategies;

/// <summary>Which strategy each built-in resource has.</summary>
internal static class StrategyTable
{
    /// <summary>The strategies, by resource.</summary>
    public static FrozenDictionary<GroupVersionResource, ResourceStrategy> All { get; } = new Dictionary<GroupVersionResource, ResourceStrategy>
    {
        [Api.Core.V1.Pod.Resource.Gvr] = new PodStrategy(),
        [Api.Core.V1.Service.Resource.Gvr] = new ServiceStrategy(),
        [Api.Apps.V1.Deployment.Resource.Gvr] = new DeploymentResourceStrategy(),
        [Api.Apps.V1.ReplicaSet.Resource.Gvr] = new ReplicaSetStrategy(),
        [Api.Apps.V1.DaemonSet.Resource.Gvr] = new DaemonSetStrategy(),
        [Api.Apps.V1.StatefulSet.Resource.Gvr] = new StatefulSetStrategy(),
        [Api.Apps.V1.ControllerRevision.Resource.Gvr] = new ControllerRevisionStrategy(),
    }.ToFrozenDictionary();

    /// <summary>The strategy of a resource; a generic one where it has none of its own.</summary>
    public static ResourceStrategy For(ApiResource resource) => All.GetValueOrDefault(resource.Gvr) ?? new GenericStrategy(resource);
}
