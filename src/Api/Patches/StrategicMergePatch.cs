using Kybernet.Api.Json;

namespace Kybernet.Api.Patches;

/// <summary>
/// Kubernetes' own patch: like a merge patch, but lists merge by the keys that the schema names, and directives in the
/// patch delete, replace and order.
/// </summary>
public static class StrategicMergePatch
{
    /// <summary>Reads a patch; null changes nothing.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="duplicates">Told each field that comes twice, in upstream's words.</param>
    /// <exception cref="PatchException">It is not a JSON object.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates = null) =>
        PatchText.ParseObject(utf8, duplicates) ?? new JsonObject();

    /// <summary>
    /// Applies a patch. Both trees are taken over: the original is changed in place, parts of the patch become parts of it.
    /// What is left of the patch is what upstream quotes in errors: without the directives and ordered lists that were done.
    /// </summary>
    /// <param name="original">The object.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="schema">The object's type.</param>
    /// <returns>The patched object.</returns>
    /// <exception cref="PatchException">The patch does not fit; original and patch are of no use any more.</exception>
    public static JsonObject Apply(JsonObject original, JsonObject patch, IPatchSchema schema)
    {
        try
        {
            return Merge(original, patch, schema, 0);
        }
        catch (FormatException e)
        {
            throw new PatchException(PatchFailure.Unprocessable, e.Message, e);
        }
    }

    internal static JsonObject Merge(JsonObject original, JsonObject patch, IPatchSchema? schema, int depth)
    {
        depth = KubeJson.Deeper(depth);

        // 1. $patch decides alone
        if (patch.TryGet(PatchDirectives.Patch, out var directive)) return Replace(directive, patch);

        // 2. $retainKeys clears the rest of a union
        RetainKeys(original, patch);

        // 3. lists with an order, together with what the patch says of their elements
        var fields = patch.ToArray();
        foreach (var (name, order) in fields)
        {
            if (!PatchDirectives.TryGetTarget(name, PatchDirectives.SetElementOrder, out var list)) continue;
            patch.Remove(name);
            MergeOrdered(original, patch, list, order, schema, depth);
        }

        // 4. everything else
        foreach (var (name, change) in fields)
        {
            if (!patch.Contains(name)) continue;
            if (PatchDirectives.TryGetTarget(name, PatchDirectives.DeleteFromPrimitiveList, out var list)) DeleteFrom(original, list, change);
            else MergeField(original, name, change, schema, depth);
        }

        return original;
    }

    private static JsonObject Replace(JsonValue directive, JsonObject patch)
    {
        switch (directive.StringOrNull)
        {
            case "delete":
                return new();
            case "replace":
                patch.Remove(PatchDirectives.Patch);
                return patch;
            default:
                throw PatchDirectives.UnknownPatchType(directive, patch);
        }
    }

    private static void RetainKeys(JsonObject original, JsonObject patch)
    {
        if (!patch.TryGet(PatchDirectives.RetainKeys, out var directive)) return;
        patch.Remove(PatchDirectives.RetainKeys);
        var keys = directive.ArrayOrNull?.Select(k => k.StringOrNull).ToHashSet(StringComparer.Ordinal);
        if (keys is null || patch.Any(f => !f.Value.IsNull && !IsListDirective(f.Key) && !keys.Contains(f.Key)))
            throw new PatchException(PatchFailure.Malformed, "invalid patch format of retainKeys");
        foreach (var (name, _) in original.ToArray())
        {
            if (!keys.Contains(name)) original.Remove(name);
        }

        static bool IsListDirective(string name) =>
            name.StartsWith(PatchDirectives.SetElementOrder, StringComparison.Ordinal)
            || name.StartsWith(PatchDirectives.DeleteFromPrimitiveList, StringComparison.Ordinal);
    }

    private static void MergeField(JsonObject original, string name, JsonValue change, IPatchSchema? schema, int depth)
    {
        if (change.IsNull)
        {
            original.Remove(name);
            return;
        }

        var current = original[name];
        if (current.Kind != change.Kind || change.Kind is not (JsonKind.Object or JsonKind.Array))
        {
            if (PatchDirectives.TryClean(change, withNulls: false, depth, out var clean)) original[name] = clean;
            else original.Remove(name);
            return;
        }

        var field = FieldOf(schema, name);
        original[name] = change.Kind == JsonKind.Object
            ? field.Strategy.HasFlag(PatchStrategy.Replace) ? change : Merge(current.AsObject(), change.AsObject(), field.Schema, depth)
            : field.Strategy.HasFlag(PatchStrategy.Merge) ? StrategicListMerge.Merge(current.AsArray(), change.AsArray(), field, depth) : change;
    }

    private static void MergeOrdered(JsonObject original, JsonObject patch, string name, JsonValue order, IPatchSchema? schema, int depth)
    {
        if (order.ArrayOrNull is not { } wanted) throw new PatchException(PatchFailure.Malformed, "invalid patch format of setElementOrder list");
        var current = original[name];
        var change = patch[name];
        if (!current.IsNull && current.ArrayOrNull is null || !change.IsNull && change.ArrayOrNull is null)
            throw new PatchException(PatchFailure.Internal, $"expected a list for {PatchDirectives.SetElementOrder}/{name}");
        var field = FieldOf(schema, name);
        StrategicListOrder.Check(change.ArrayOrNull ?? [], wanted, field.MergeKey);

        // A null change deletes the list: that is not for here.
        if (change.IsNull && (current.IsNull || patch.Contains(name))) return;
        patch.Remove(name);
        JsonArray merged;
        if (change.IsNull) merged = current.AsArray();
        else if (current.IsNull) merged = PatchDirectives.TryClean(change, withNulls: true, depth, out var clean) ? clean.AsArray() : [];
        else merged = field.Strategy.HasFlag(PatchStrategy.Merge) ? StrategicListMerge.Merge(current.AsArray(), change.AsArray(), field, depth) : change.AsArray();
        original[name] = StrategicListOrder.Arrange(merged, wanted, current.ArrayOrNull ?? [], field.MergeKey);
    }

    private static void DeleteFrom(JsonObject original, string name, JsonValue values)
    {
        if (values.ArrayOrNull is not { } gone) throw new PatchException(PatchFailure.Malformed, "invalid patch format of primitive list");
        if (original[name].ArrayOrNull is not { } list) return;
        HashSet<JsonValue> deleted = [.. gone];
        original[name] = new JsonArray(list.Where(v => !deleted.Contains(v)));
    }

    private static PatchField FieldOf(IPatchSchema? schema, string name)
    {
        if (schema is null) return default(PatchField) with { MergeKey = "" };
        return schema.TryGetField(name, out var field)
            ? field
            : throw new PatchException(PatchFailure.Internal, $"unable to find api field in struct {schema.Name} for the json field {GoQuote.Quote(name)}");
    }
}
