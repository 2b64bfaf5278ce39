using Kybernet.Api.Json;

namespace Kybernet.Api.Fields;

/// <summary>All fields that a value has (upstream's TypedValue.ToFieldSet).</summary>
public static class FieldsOf
{
    /// <summary>The fields of a value.</summary>
    /// <exception cref="FieldSchemaException">A list has an item that cannot be told apart.</exception>
    public static FieldSet Value(JsonValue value, MergeSchema schema) => FieldSet.Of(Collect(value, schema, out _));

    // itself: it is owned as a whole.
    private static List<FieldSet.Node>? Collect(JsonValue value, MergeSchema schema, out bool itself)
    {
        schema = schema.For(value);
        itself = true;
        if (schema.AsMap is { IsAtomic: false } map)
        {
            itself = false;
            return value.ObjectOrNull is { } o ? CollectMap(o, map) : null;
        }

        if (schema.AsList is { IsAtomic: false } list)
        {
            itself = false;
            return value.ArrayOrNull is { } items ? CollectList(items, list) : null;
        }

        return null;
    }

    private static List<FieldSet.Node> CollectMap(JsonObject o, MapSchema schema)
    {
        List<FieldSet.Node> nodes = new(o.Count);
        foreach (var (name, value) in o)
        {
            var declared = schema.Declared(name);
            var below = FieldSet.Of(Collect(value, declared ?? schema.Element ?? MergeSchema.Deduced, out var itself));
            itself |= declared is null || value.IsNull || value.ObjectOrNull is { Count: 0 };
            if (itself || !below.IsEmpty) nodes.Add(new FieldSet.Node(PathElement.Field(name), itself, below));
        }

        return nodes;
    }

    private static List<FieldSet.Node> CollectList(JsonArray items, ListSchema schema)
    {
        List<FieldSet.Node> nodes = new(items.Count);
        Dictionary<PathElement, int> seen = [];
        foreach (var item in items)
        {
            if (schema.Identify(item, out var element) is { } problem) throw new FieldSchemaException("", problem);
            if (seen.TryGetValue(element, out var at))
            {
                // It comes twice: owned as a whole.
                nodes[at] = new FieldSet.Node(element, true, FieldSet.Empty);
                continue;
            }

            seen.Add(element, nodes.Count);
            nodes.Add(new FieldSet.Node(element, true, FieldSet.Of(Collect(item, schema.Element, out _))));
        }

        return nodes;
    }
}
