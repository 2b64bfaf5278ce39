using System.Collections.Frozen;
using Kybernet.Api.Flowcontrol.V1;
using Kybernet.ApiServer.Bootstrap;

namespace Kybernet.ApiServer.Validation.FlowControl;

/// <summary>The flow-control objects that every cluster has and whose specs nobody may change, as they are made at the start.</summary>
internal static class MandatoryObjects
{
    /// <summary>The name of the schema and the level whose requests are never queued.</summary>
    public const string Exempt = "exempt";

    private const string CatchAll = "catch-all";

    private static readonly Lazy<FrozenDictionary<string, FlowSchemaSpec>> Schemas = new(() => BootstrapObjects.Read()
        .Select(static b => b.Object).OfType<FlowSchema>().Where(static s => s.Metadata.Name is Exempt or CatchAll)
        .ToFrozenDictionary(static s => s.Metadata.Name, static s => s.Spec, StringComparer.Ordinal));

    private static readonly Lazy<FrozenDictionary<string, PriorityLevelConfigurationSpec>> Levels = new(() => BootstrapObjects.Read()
        .Select(static b => b.Object).OfType<PriorityLevelConfiguration>().Where(static l => l.Metadata.Name is Exempt or CatchAll)
        .ToFrozenDictionary(static l => l.Metadata.Name, static l => l.Spec, StringComparer.Ordinal));

    /// <summary>The spec of a mandatory schema; null for others.</summary>
    public static FlowSchemaSpec? Schema(string name) => Schemas.Value.GetValueOrDefault(name);

    /// <summary>The spec of a mandatory level; null for others.</summary>
    public static PriorityLevelConfigurationSpec? Level(string name) => Levels.Value.GetValueOrDefault(name);
}
