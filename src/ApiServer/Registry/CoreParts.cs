using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Admission;

namespace Kybernet.ApiServer.Registry;

/// <summary>What the core of the server contributes itself.</summary>
internal sealed class CoreParts : ICatalogPart
{
    /// <inheritdoc/>
    public void AddTo(ResourceCatalogBuilder builder, ApiServerContext context)
    {
        builder.Admit(new NamespaceLifecycle(context.Objects));
        builder.TimeToLive(Event.Resource, context.Options.EventTtl);
    }
}
