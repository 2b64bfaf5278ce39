using System.Text.Json.Nodes;

namespace Kybernet.Kubelet.Tests;

/// <summary>Strategic merge as far as the kubelet's patches need it: lists of typed entries, and replacing.</summary>
internal static class StrategicMerge
{
    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (name.StartsWith('$')) continue;
            if (value is null) target.Remove(name);
            else if (value is JsonObject inner && inner["$patch"]?.GetValue<string>() != "replace" && target[name] is JsonObject existing) Apply(existing, inner);
            else if (value is JsonArray list) target[name] = MergeList(name, target[name] as JsonArray, list);
            else target[name] = Clean(value);
        }
    }

    private static JsonArray MergeList(string name, JsonArray? target, JsonArray patch)
    {
        var replaces = patch.Any(static item => item is JsonObject o && o.ContainsKey("$patch"));
        if (replaces || target is null || name != "conditions") return (JsonArray)Clean(patch)!;

        var merged = target.DeepClone().AsArray();
        foreach (var item in patch.OfType<JsonObject>())
        {
            var known = merged.OfType<JsonObject>().FirstOrDefault(m => m["type"]!.GetValue<string>() == item["type"]!.GetValue<string>());
            if (known is null) merged.Add(Clean(item));
            else Apply(known, item);
        }

        return merged;
    }

    private static JsonNode? Clean(JsonNode? value) => value switch
    {
        JsonObject o => new JsonObject(o.Where(static p => !p.Key.StartsWith('$') && p.Value is not null).Select(static p => KeyValuePair.Create(p.Key, Clean(p.Value)))),
        JsonArray a => new JsonArray([.. a.Where(static i => i is not JsonObject o || !o.ContainsKey("$patch")).Select(Clean)]),
        _ => value?.DeepClone(),
    };
}
