using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Bootstrap;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Autoscaling;
using Kybernet.ApiServer.Strategies.Core;
using Kybernet.ApiServer.Strategies.Services.Allocation;
using Kybernet.ApiServer.Strategies.Services.Repair;
using Kybernet.Client;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Strategies;

/// <summary>Gives every built-in resource its strategy, and Services what they are given.</summary>
internal sealed class StrategiesPart : ICatalogPart
{
    /// <inheritdoc/>
    public void AddTo(ResourceCatalogBuilder builder, ApiServerContext context)
    {
        AddStrategies(builder);
        AddAllocation(builder, context);
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

    private static void AddAllocation(ResourceCatalogBuilder builder, ApiServerContext context)
    {
        var (options, objects, environment) = (context.Options, context.Objects, context.Environment);
        IReadOnlyList<ClusterIpRange> networks = ClusterIpRange.OfCluster(options.ServiceClusterIPRanges);
        NodePortRange ports = new(options.ServiceNodePortRange.First, options.ServiceNodePortRange.Last);
        ServiceRanges ranges = new(objects);
        AllocationRegister register = new(context.Store, context.Transformer, environment);
        ServiceAllocator allocator = new([.. networks.Select(static n => n.Family)], ranges, ports, register, objects, environment.Random);

        IKubeTransport Transport() => context.Transport(UserInfo.ApiServer);
        AllocationRepair repair = new(objects, register, ranges, ports, () => new KubeClient(Transport()), environment, context.Loggers);
        DefaultServiceCidr cidr = new(options.ServiceClusterIPRanges, objects, Transport, environment.Time);
        builder.Hook(Service.Resource, new ServiceAllocationHook(allocator, register));
        builder.Hook(Api.Networking.V1.IPAddress.Resource, new DeletedAddressHook(objects, repair));
        builder.Upkeep(new ServiceUpkeep(cidr, repair, context.Store.IsShared, environment, context.Loggers.CreateLogger<ServiceUpkeep>()));
        if (!options.Bootstrap) return;
        var address = options.AdvertiseAddress ?? System.Net.IPAddress.Loopback;
        builder.Upkeep(new KubernetesService(
            Transport, new MasterLeases(context.Store, address), networks[0].First, address, options.AdvertisePort, environment,
            context.Loggers.CreateLogger<KubernetesService>()));
    }
}
