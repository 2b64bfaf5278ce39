using Kybernet.Api.Json;

namespace Kybernet.Api.Fields;

/// <summary>Takes fields out of a value (upstream's TypedValue.RemoveItems). The value is not changed.</summary>
internal static class FieldRemoval
{
    /// <summary>The value without the fields of a set; null (JSON) when nothing is left of an object or a list.</summary>
    public static JsonValue Without(JsonValue value, FieldSet removed, MergeSchema schema)
    {
        if (removed.IsEmpty) return value;
        schema = schema.For(value);
        if (schema.AsMap is { IsAtomic: false } map && value.ObjectOrNull is { Count: > 0 } o) return WithoutFields(o, removed, map);
        if (schema.AsList is { IsAtomic: false } list && value.ArrayOrNull is { Count: > 0 } items) return WithoutItems(items, removed, list);
        return value;
    }

    private static JsonValue WithoutFields(JsonObject o, FieldSet removed, MapSchema schema)
    {
        JsonObject kept = new();
        foreach (var (name, value) in o)
        {
            var element = PathElement.Field(name);
            if (!removed.Has(element)) kept[name] = Without(value, removed.Below(element), schema.Field(name));
        }

        return kept.Count > 0 ? kept : default(JsonValue);
    }

    private static JsonValue WithoutItems(JsonArray items, FieldSet removed, ListSchema schema)
    {
        JsonArray kept = [];
        foreach (var item in items)
        {
            if (schema.Identify(item, out var element) is not null) kept.Add(item);
            else if (!removed.Has(element)) kept.Add(Without(item, removed.Below(element), schema.Element));
        }

        return kept.Count > 0 ? kept : default(JsonValue);
    }
}
