using Kybernet.Api;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Strategies;

/// <summary>Gives every built-in resource its strategy.</summary>
internal sealed class StrategiesPart : ICatalogPart
{
    /// <inheritdoc/>
    public void AddTo(ResourceCatalogBuilder builder, ApiServerContext context)
    {
        foreach (var resource in ApiCatalog.Resources)
        {
            if (StrategyTable.All.TryGetValue(resource.Gvr, out var strategy)) builder.Strategy(resource, strategy);
        }
    }
}
