using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Autoscaling;
using Kybernet.ApiServer.Strategies.Core;
using Kybernet.ApiServer.Strategies.Services;

namespace Kybernet.ApiServer.Strategies;

/// <summary>Gives every built-in resource its strategy, and Services their allocator.</summary>
internal sealed class StrategiesPart : ICatalogPart
{
    /// <inheritdoc/>
    public void AddTo(ResourceCatalogBuilder builder, ApiServerContext context)
    {
        AddStrategies(builder);
        var (first, last) = context.Options.ServiceNodePortRange;
        var random = context.Environment.Random;
        ServiceAllocator allocator = new(new(context.Options.ServiceClusterIPRange, random), new(first, last, random), context.Store.IsShared);
        builder.Hook(Service.Resource, new ServiceAllocationHook(allocator, context.Objects, context.Store.IsShared));
    }

    /// <summary>Gives every resource its strategy, and says which versions are stored as another one.</summary>
    public static void AddStrategies(ResourceCatalogBuilder builder)
    {
        foreach (var resource in ApiCatalog.Resources)
        {
            if (StrategyTable.All.TryGetValue(resource.Gvr, out var strategy)) builder.Strategy(resource, strategy);
        }

        builder.StoredAs(Api.Events.V1.Event.Resource, Event.Resource, new EventConverter());
        builder.StoredAs(
            Api.Autoscaling.V1.HorizontalPodAutoscaler.Resource, Api.Autoscaling.V2.HorizontalPodAutoscaler.Resource, new HorizontalPodAutoscalerConverter());
    }
}
