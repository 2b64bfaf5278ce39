using Kybernet.Api.Json;

namespace Kybernet.Api.Patches;

/// <summary>Where in a list an element is: by its merge key, or, without one, by itself. The first of equal ones counts.</summary>
internal readonly struct ElementIndex
{
    private readonly Dictionary<JsonValue, int> _places = [];

    public ElementIndex(JsonArray list, string mergeKey)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (mergeKey.Length == 0) _places.TryAdd(list[i], i);
            else if (list[i].ObjectOrNull is { } fields && fields.TryGet(mergeKey, out var key)) _places.TryAdd(key, i);
        }
    }

    public int Find(JsonValue key) => _places.TryGetValue(key, out var place) ? place : -1;

    public void Add(JsonValue key, int place) => _places.TryAdd(key, place);

    /// <summary>What an element is told apart by.</summary>
    public static JsonValue KeyOf(JsonValue element, string mergeKey)
    {
        if (mergeKey.Length == 0) return element;
        return element.ObjectOrNull is { } fields && fields.TryGet(mergeKey, out var key) ? key : throw PatchDirectives.NoMergeKey(element, mergeKey);
    }
}
