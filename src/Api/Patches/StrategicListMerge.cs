using Kybernet.Api.Json;

namespace Kybernet.Api.Patches;

/// <summary>Merges lists: scalars as a set, objects by their merge key. The lists themselves are not changed.</summary>
internal static class StrategicListMerge
{
    public static JsonArray Merge(JsonArray original, JsonArray patch, PatchField field, int depth)
    {
        if (patch.Count == 0) return original;
        return ElementKind(original, patch) == JsonKind.Object
            ? MergeObjects(original, patch, field, depth)
            : StrategicListOrder.Arrange(Union(original, patch), patch, original, "");
    }

    private static JsonKind ElementKind(JsonArray original, JsonArray patch)
    {
        var first = (original.Count > 0 ? original : patch)[0].Kind;
        if (first == JsonKind.Array) throw new PatchException(PatchFailure.Unprocessable, "lists of lists are not supported");
        foreach (var element in original.Concat(patch))
        {
            if (element.Kind != first)
            {
                throw new PatchException(
                    PatchFailure.Internal, $"list element types are not identical: [{GoText.Print(original)} {GoText.Print(patch)}]");
            }
        }

        return first;
    }

    private static JsonArray Union(JsonArray original, JsonArray patch)
    {
        HashSet<JsonValue> seen = [];
        return new JsonArray(original.Concat(patch).Where(seen.Add));
    }

    private static JsonArray MergeObjects(JsonArray original, JsonArray patch, PatchField field, int depth)
    {
        if (field.MergeKey.Length == 0)
            throw new PatchException(PatchFailure.Internal, $"cannot merge lists without merge key for {field.Schema?.Name ?? "struct"}");

        // 1. elements that delete or replace
        var (deleted, replaces, changes) = SplitDirectives(patch, field.MergeKey);
        if (replaces) return changes;

        var kept = new JsonArray(original.Where(e => !deleted.Contains(e.AsObject()[field.MergeKey])));

        // 2. the rest merges into the first element with its key, or is new
        ElementIndex index = new(kept, field.MergeKey);
        JsonArray merged = new(kept.AsSpan());
        foreach (var change in changes)
        {
            var key = ElementIndex.KeyOf(change, field.MergeKey);
            if (index.Find(key) is >= 0 and var at)
            {
                merged[at] = StrategicMergePatch.Merge(merged[at].AsObject(), change.AsObject(), field.Schema, depth);
            }
            else
            {
                index.Add(key, merged.Count);
                merged.Add(change);
            }
        }

        return StrategicListOrder.Arrange(merged, changes, kept, field.MergeKey);
    }

    private static (HashSet<JsonValue> Deleted, bool Replaces, JsonArray Changes) SplitDirectives(JsonArray patch, string mergeKey)
    {
        HashSet<JsonValue> deleted = [];
        var replaces = false;
        JsonArray changes = [];
        foreach (var element in patch)
        {
            var fields = element.AsObject();
            if (!fields.TryGet(PatchDirectives.Patch, out var directive))
            {
                changes.Add(element);
                continue;
            }

            switch (directive.StringOrNull)
            {
                case "delete":
                    deleted.Add(ElementIndex.KeyOf(element, mergeKey));
                    break;
                case "replace":
                    replaces = true;
                    break;
                case "merge":
                    throw new PatchException(PatchFailure.Internal, "merging lists cannot yet be specified in the patch");
                default:
                    throw PatchDirectives.UnknownPatchType(directive, fields);
            }
        }

        return (deleted, replaces, changes);
    }
}
