using Kybernet.Api.Json;

namespace Kybernet.Api.Patches;

/// <summary>
/// Which objects of a document upstream's library for JSON patches and merge patches takes apart while it applies one. It
/// writes those with their fields in the order of names, and all others as they came; errors quote the document so.
/// </summary>
public sealed class OpenedObjects
{
    private readonly HashSet<JsonObject> _opened = new(ReferenceEqualityComparer.Instance);

    /// <summary>The document as upstream writes it; its scalars are shared, the tree is new.</summary>
    /// <exception cref="FormatException">It is nested deeper than <see cref="KubeJson.MaxDepth"/>.</exception>
    public JsonValue InOrder(JsonValue document) => InOrder(document, 0);

    private JsonValue InOrder(JsonValue document, int depth)
    {
        if (document.Kind is not (JsonKind.Object or JsonKind.Array)) return document;
        depth = KubeJson.Deeper(depth);
        if (document.ArrayOrNull is { } items) return new JsonArray(items.Select(item => InOrder(item, depth)));
        var fields = document.AsObject();
        JsonObject ordered = new();
        foreach (var (name, value) in _opened.Contains(fields) ? fields.OrderBy(static f => f.Key, StringComparer.Ordinal) : fields.AsEnumerable())
        {
            ordered[name] = InOrder(value, depth);
        }

        return ordered;
    }

    /// <summary>An object is taken apart; what is none is left alone.</summary>
    internal void Add(JsonValue value)
    {
        if (value.ObjectOrNull is { } fields) _opened.Add(fields);
    }

    /// <summary>A value is taken apart with all that is in it, as a comparison does.</summary>
    /// <exception cref="FormatException">It is nested deeper than <see cref="KubeJson.MaxDepth"/>.</exception>
    internal void AddAll(JsonValue value, int depth = 0)
    {
        if (value.Kind is not (JsonKind.Object or JsonKind.Array)) return;
        depth = KubeJson.Deeper(depth);
        Add(value);
        foreach (var item in value.ArrayOrNull ?? []) AddAll(item, depth);
        foreach (var (_, field) in value.ObjectOrNull ?? new JsonObject()) AddAll(field, depth);
    }
}
