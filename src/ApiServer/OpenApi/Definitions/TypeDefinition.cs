using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Schema;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>A type of the schema.</summary>
internal sealed class TypeDefinition(TypeSchema type, IReadOnlyList<GroupVersion> versions) : Definition(DefinitionNames.Of(type))
{
    /// <inheritdoc/>
    public override IEnumerable<Definition> References =>
        type.Fields.Select(f => f.Struct is { } structure ? new TypeDefinition(structure, versions) : WellKnownDefinition.Of(f, type)).OfType<Definition>();

    /// <inheritdoc/>
    public override JsonObject Build(SpecDialect dialect)
    {
        JsonObject schema = new();
        if (type.Description.Length > 0) schema["description"] = type.Description;
        JsonObject properties = new();
        foreach (var field in type.Fields.OrderBy(f => f.JsonName, StringComparer.Ordinal))
        {
            properties[field.JsonName] = FieldSchemas.Build(field, type, dialect);
        }

        if (properties.Count > 0) schema["properties"] = properties;
        var required = type.Fields.Where(f => f.Required).Select(f => (JsonValue)f.JsonName).ToList();
        if (required.Count > 0) schema["required"] = new JsonArray(required);
        schema["type"] = "object";
        if (type.IsKind) schema["x-kubernetes-group-version-kind"] = new JsonArray(Kinds());
        if (type.StructType.Length > 0) schema["x-kubernetes-map-type"] = type.StructType;
        if (type.UnionFields.Count > 0) schema["x-kubernetes-unions"] = new JsonArray([Union()]);
        return schema;
    }

    /// <summary>A kind as OpenAPI extensions say it.</summary>
    public static JsonObject Kind(GroupVersionKind kind) => new() { ["group"] = kind.Group, ["kind"] = kind.Kind, ["version"] = kind.Version };

    // Options and watch events are sent under every group version; what else belongs to meta says v1.
    private IEnumerable<JsonValue> Kinds() => (type.Package, type.Name) switch
    {
        ("meta.v1", "DeleteOptions" or "WatchEvent") => versions
            .Append(new GroupVersion("", "v1")).Distinct()
            .OrderBy(v => v.Group, StringComparer.Ordinal).ThenBy(v => v.Version, StringComparer.Ordinal)
            .Select(v => (JsonValue)Kind(new(v.Group, v.Version, type.Name))),
        ("meta.v1", _) => [Kind(new("", "v1", type.Name))],
        _ => [Kind(new(type.Group, type.Version, type.Name))],
    };

    private JsonObject Union()
    {
        JsonObject fields = new();
        foreach (var field in type.UnionFields) fields[field] = char.ToUpperInvariant(field[0]) + field[1..];
        JsonObject union = new();
        if (type.UnionDiscriminator.Length > 0) union["discriminator"] = type.UnionDiscriminator;
        union["fields-to-discriminateBy"] = fields;
        return union;
    }
}
