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
    /// A value that is new to the object. An object with $patch in it is none, be it an element or a field; the other
    /// directives stay, as in upstream, where decoding then finds fields that it does not know.
    /// </summary>
    /// <param name="value">The value; changed in place.</param>
    /// <param name="withNulls">Whether null fields stay too.</param>
    /// <param name="depth">How deep it lies.</param>
    /// <param name="clean">What is to be taken.</param>
    public static bool TryClean(JsonValue value, bool withNulls, int depth, out JsonValue clean)
    {
        clean = value;
        if (value.ObjectOrNull is { } fields)
        {
            depth = KubeJson.Deeper(depth);
            if (fields.Contains(Patch)) return false;
            foreach (var (name, field) in fields.ToArray())
            {
                if ((field.IsNull && !withNulls) || !TryClean(field, withNulls, depth, out var kept)) fields.Remove(name);
                else fields[name] = kept;
            }
        }
        else if (value.ArrayOrNull is { } items)
        {
            depth = KubeJson.Deeper(depth);
            JsonArray kept = [];
            foreach (var item in items)
            {
                if (TryClean(item, withNulls, depth, out var cleanItem)) kept.Add(cleanItem);
            }

            clean = kept;
        }

        return true;
    }

    public static PatchException UnknownPatchType(JsonValue directive, JsonObject patch) =>
        new(PatchFailure.Internal, $"unknown patch type: {GoText.Print(directive)} in map: {GoText.Print(patch)}");

    public static PatchException NoMergeKey(JsonValue element, string mergeKey) =>
        new(PatchFailure.Internal, $"map: {GoText.Print(element)} does not contain declared merge key: {mergeKey}");
}
