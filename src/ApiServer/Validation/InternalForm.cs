using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Schema;

namespace Kybernet.ApiServer.Validation;

/// <summary>
/// A struct as upstream's messages show it: the JSON of its internal types, which have Go's field names, leave nothing
/// out, and here and there differ from the served ones (<see cref="InternalNames"/>). Only errors pay for it.
/// </summary>
internal static class InternalForm
{
    private const string ServedAsIs = "meta.v1";

    /// <summary>The struct as a JSON tree.</summary>
    public static JsonValue Of(ApiType value)
    {
        var served = JsonValue.Parse(KubeCodec.Encode(value));
        var type = value.GetType();
        var schema = SchemaCatalog.Find(type.Namespace!["Kybernet.Api.".Length..].ToLowerInvariant(), type.Name);
        return schema is null ? served : Struct(schema, served.ObjectOrNull);
    }

    private static JsonValue Struct(TypeSchema schema, JsonObject? served)
    {
        if (schema.Package == ServedAsIs) return served ?? [];
        JsonObject result = [];
        foreach (var field in schema.Fields) Add(result, schema, field, served is null ? default : served[field.JsonName]);
        return InternalNames.Reordered(schema, result);
    }

    private static void Add(JsonObject result, TypeSchema schema, FieldSchema field, JsonValue served)
    {
        // Embedded upstream: their fields stand in the struct's place, under their served names.
        if (field.TypeName == "meta.v1.ObjectMeta")
        {
            foreach (var (name, value) in served.ObjectOrNull ?? []) result[name] = value;
        }
        else if (field.Number == 0)
        {
            if (!served.IsNull) result[field.JsonName] = served;
        }
        else if (InternalNames.Of(schema.Name, field.JsonName) is { } name)
        {
            result[name] = Field(schema, field, served);
        }
    }

    private static JsonValue Field(TypeSchema schema, FieldSchema field, JsonValue served)
    {
        switch (field.Shape)
        {
            case ValueShape.Pointer:
                return served.IsNull && !InternalNames.IsValue(schema.Name, field.JsonName) ? default : One(field, served);
            case ValueShape.List:
                if (served.ArrayOrNull is not { } list) return default;
                JsonArray items = [];
                foreach (var item in list) items.Add(One(field, item));
                return items;
            case ValueShape.Map:
                if (served.ObjectOrNull is not { } map) return default;
                JsonObject entries = [];
                foreach (var (key, value) in map) entries[key] = One(field, value);
                return entries;
            default:
                return served.IsNull && InternalNames.IsPointer(schema.Name, field.JsonName) ? default : One(field, served);
        }
    }

    private static JsonValue One(FieldSchema field, JsonValue served)
    {
        if (field.Kind == ValueKind.Struct) return field.Struct is { } type ? Struct(type, served.ObjectOrNull) : served;
        if (!served.IsNull) return served;
        return field.Kind switch
        {
            ValueKind.String => "",
            ValueKind.Int32 or ValueKind.Int64 or ValueKind.Double or ValueKind.IntOrString => 0,
            ValueKind.Bool => false,
            ValueKind.Quantity => "0",
            ValueKind.Duration => "0s",
            _ => default,
        };
    }
}
