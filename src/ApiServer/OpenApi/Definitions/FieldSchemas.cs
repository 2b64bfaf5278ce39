using Kybernet.Api.Json;
using Kybernet.Api.Schema;

namespace Kybernet.ApiServer.OpenApi;

/// <summary>The schema of a field: its type, and what patching and applying need to know.</summary>
internal static class FieldSchemas
{
    /// <summary>Says what a field is.</summary>
    public static JsonObject Build(FieldSchema field, TypeSchema owner, SpecDialect dialect)
    {
        var schema = Typed(field, owner, dialect);
        var description = field.Description.Length > 0 ? field.Description : field.Struct?.Description ?? "";
        if (description.Length > 0) schema["description"] = description;
        if (dialect.IsV3 && Default(field) is { IsNull: false } value) schema["default"] = value;
        if (field.ListMapKeys.Count > 0)
            schema["x-kubernetes-list-map-keys"] = new JsonArray(field.ListMapKeys.Select(k => (JsonValue)k));
        Set(schema, "x-kubernetes-list-type", field.ListType);
        Set(schema, "x-kubernetes-map-type", field.StructType);
        Set(schema, "x-kubernetes-patch-merge-key", field.PatchMergeKey);
        Set(schema, "x-kubernetes-patch-strategy", field.PatchStrategy);

        // In OpenAPI 3 nothing counts beside a reference, so a reference with more to say is wrapped.
        if (!dialect.IsV3 || schema.Count == 1 || !schema.TryGet("$ref", out var reference)) return schema;
        schema.Remove("$ref");
        schema["allOf"] = new JsonArray([new JsonObject { ["$ref"] = reference }]);
        return schema;
    }

    private static JsonObject Typed(FieldSchema field, TypeSchema owner, SpecDialect dialect) => field.Shape switch
    {
        ValueShape.List => Array(Element(field, owner, dialect)),
        ValueShape.Map => Map(Element(field, owner, dialect)),
        ValueShape.MapOfLists => Map(Array(Element(field, owner, dialect))),
        _ => Element(field, owner, dialect),
    };

    private static JsonObject Element(FieldSchema field, TypeSchema owner, SpecDialect dialect)
    {
        if (field.Struct is { } structure) return dialect.Reference(DefinitionNames.Of(structure));
        if (WellKnownDefinition.Of(field, owner) is { } known) return dialect.Reference(known.Name);
        return field.Kind switch
        {
            ValueKind.Int32 => new() { ["type"] = "integer", ["format"] = "int32" },
            ValueKind.Int64 => new() { ["type"] = "integer", ["format"] = "int64" },
            ValueKind.Double => new() { ["type"] = "number", ["format"] = "double" },
            ValueKind.Bool => new() { ["type"] = "boolean" },
            ValueKind.Bytes => new() { ["type"] = "string", ["format"] = "byte" },
            _ => new() { ["type"] = "string" },
        };
    }

    // What has no default of its own is written with its zero, unless it may be left out.
    private static JsonValue Default(FieldSchema field)
    {
        if (field.Default.Length > 0) return JsonValue.Parse(field.Default);
        if (field.Shape != ValueShape.Value) return default;
        return field.Kind switch
        {
            ValueKind.Struct when field.Struct is not null => new JsonObject(),
            ValueKind.String when field.Always => "",
            ValueKind.Int32 or ValueKind.Int64 or ValueKind.Double when field.Always => 0,
            ValueKind.Bool when field.Always => false,
            _ => default,
        };
    }

    private static JsonObject Array(JsonObject element) => new() { ["type"] = "array", ["items"] = element };

    private static JsonObject Map(JsonObject element) => new() { ["type"] = "object", ["additionalProperties"] = element };

    private static void Set(JsonObject schema, string name, string value)
    {
        if (value.Length > 0) schema[name] = value;
    }
}
