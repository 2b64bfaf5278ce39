using Kybernet.ApiServer.Admission;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Pipeline.Fields;
using Kybernet.ApiServer.Registry;
using Kybernet.Base;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Pipeline;

/// <summary>What the verbs work with.</summary>
internal sealed class ServerParts
{
    /// <summary>Clock, chance and scheduler.</summary>
    public required ExecutionEnvironment Environment { get; init; }

    /// <summary>The store.</summary>
    public required IObservableStore Store { get; init; }

    /// <summary>The resources.</summary>
    public required ResourceCatalog Catalog { get; init; }

    /// <summary>The objects in memory.</summary>
    public required CacheSet Caches { get; init; }

    /// <summary>Values on their way into the store.</summary>
    public required IValueTransformer Transformer { get; init; }

    /// <summary>The admission steps.</summary>
    public required AdmissionChain Admission { get; init; }

    /// <summary>Who set which fields.</summary>
    public FieldManagerSet Fields => field ??= new FieldManagerSet(Catalog, Environment.Time);

    /// <summary>Ends watches when the server stops.</summary>
    public required CancellationToken Stopping { get; init; }
}
