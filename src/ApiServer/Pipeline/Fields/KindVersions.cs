using System.Collections.Concurrent;
using Kybernet.Api;
using Kybernet.Api.Fields;
using Kybernet.Api.Json;
using Kybernet.Api.Schema;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.Pipeline.Fields;

/// <summary>The served versions of one kind of object.</summary>
/// <param name="catalog">All resources.</param>
/// <param name="definition">The resource in one of its versions.</param>
internal sealed class KindVersions(ResourceCatalog catalog, ResourceDefinition definition) : IVersionedSchemas
{
    private readonly ConcurrentDictionary<string, ResourceDefinition> _versions = new(
        catalog.Served
            .Where(d => ReferenceEquals(d, definition) || (definition.Storage is { } storage && ReferenceEquals(d.Storage, storage)))
            .Select(d => KeyValuePair.Create(d.Kind.ApiVersion, d)),
        StringComparer.Ordinal);

    /// <inheritdoc/>
    public MergeSchema? Schema(string apiVersion) =>
        _versions.TryGetValue(apiVersion, out var version) ? SchemaOf(version.Kind) : null;

    /// <inheritdoc/>
    public JsonValue Convert(JsonValue value, string from, string to)
    {
        var (source, target) = (_versions[from], _versions[to]);
        var obj = (KubeObject)source.Resource.Kind.Create();
        KubeCodec.DecodeInto(obj, value.Encode());
        var stored = source.Converter is null ? obj : source.Converter.ToStored(obj);
        var served = target.Converter is null ? stored : target.Converter.FromStored(stored);
        return JsonValue.Parse(KubeCodec.Encode(served));
    }

    /// <summary>The merge schema of a built-in kind.</summary>
    public static MergeSchema SchemaOf(GroupVersionKind kind) =>
        TypeMergeSchema.Of(SchemaCatalog.Find(kind) ?? throw new InvalidOperationException($"{kind} has no schema"));
}
