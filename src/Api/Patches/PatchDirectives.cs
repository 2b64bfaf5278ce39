using Kybernet.Api.Json;

namespace Kybernet.Api.Patches;

/// <summary>The fields of a strategic merge patch that are not the object's but speak to the merge.</summary>
internal static class PatchDirectives
{
    public const string Patch = "$patch";
    public const string RetainKeys = "$retainKeys";
    public const string SetElementOrder = "$setElementOrder";
    public const string DeleteFromPrimitiveList = "$deleteFromPrimitiveList";

    /// <summary>Whether <paramref name="key"/> begins with the directive; then the field that follows its slash.</summary>
    public static bool TryGetTarget(string key, string directive, out string field)
    {
        field = "";
        if (!key.StartsWith(directive, StringComparison.Ordinal)) return false;
        if (key.Length > directive.Length && key[directive.Length] == '/')
        {
            field = key[(directive.Length + 1)..];
            return true;
        }

        var kind = directive == SetElementOrder ? "setElementOrder list" : "primitive list";
        throw new PatchException(PatchFailure.Malformed, $"invalid patch format of {kind}");
    }

    /// <summary>
    /// A value that is new to the object: without nulls and directives. An element or object marked for deletion is none.
    /// </summary>
    public static bool TryClean(JsonValue value, int depth, out JsonValue clean)
    {
        clean = value;
        if (value.ObjectOrNull is { } fields)
        {
            depth = KubeJson.Deeper(depth);
            if (fields[Patch].StringOrNull == "delete") return false;
            foreach (var (name, field) in fields.ToArray())
            {
                if (field.IsNull || IsDirective(name) || !TryClean(field, depth, out var kept)) fields.Remove(name);
                else fields[name] = kept;
            }
        }
        else if (value.ArrayOrNull is { } items)
        {
            depth = KubeJson.Deeper(depth);
            JsonArray kept = [];
            foreach (var item in items)
            {
                // "- $patch: replace" alone says how to merge; it is no element.
                if (item.ObjectOrNull is { Count: 1 } only && only.Contains(Patch)) continue;
                if (TryClean(item, depth, out var cleanItem)) kept.Add(cleanItem);
            }

            clean = kept;
        }

        return true;
    }

    // Not every name with a dollar is one: JSON schemas have $ref and $schema.
    private static bool IsDirective(string name) =>
        name is Patch or RetainKeys
        || name.StartsWith(SetElementOrder + "/", StringComparison.Ordinal)
        || name.StartsWith(DeleteFromPrimitiveList + "/", StringComparison.Ordinal);

    public static PatchException UnknownPatchType(JsonValue directive, JsonObject patch) =>
        new(PatchFailure.Internal, $"unknown patch type: {PatchText.Print(directive)} in map: {PatchText.Print(patch)}");

    public static PatchException NoMergeKey(JsonValue element, string mergeKey) =>
        new(PatchFailure.Internal, $"map: {PatchText.Print(element)} does not contain declared merge key: {mergeKey}");
}
