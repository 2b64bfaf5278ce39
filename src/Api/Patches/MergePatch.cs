using Kybernet.Api.Json;

namespace Kybernet.Api.Patches;

/// <summary>JSON merge patches (RFC 7386): what is null goes, what is an object merges, all else replaces.</summary>
public static class MergePatch
{
    /// <summary>Reads a merge patch, which for the API is an object.</summary>
    /// <exception cref="PatchException">It is none.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return PatchText.ParseObject(utf8);
        }
        catch (PatchException e)
        {
            throw new PatchException(e.Failure, $"error decoding patch: {e.Message}", e);
        }
    }

    /// <summary>
    /// Applies a patch. Both trees are taken over: the target is changed in place, parts of the patch become parts of it.
    /// </summary>
    /// <returns>The changed target, or what replaces it.</returns>
    /// <exception cref="PatchException">The trees are nested too deep.</exception>
    public static JsonValue Apply(JsonValue target, JsonValue patch)
    {
        try
        {
            return Apply(target, patch, 0);
        }
        catch (FormatException e)
        {
            throw new PatchException(PatchFailure.Unprocessable, e.Message, e);
        }
    }

    /// <summary>
    /// The patched tree as upstream writes it in errors: what the patch went into has its fields in the order of their names,
    /// all else is as it was.
    /// </summary>
    public static JsonValue InOrderOfNames(JsonValue patched, JsonValue patch)
    {
        if (patched.ObjectOrNull is not { } fields || patch.ObjectOrNull is not { } changes) return patched;
        JsonObject sorted = new();
        foreach (var (name, value) in fields.OrderBy(f => f.Key, StringComparer.Ordinal)) sorted[name] = InOrderOfNames(value, changes[name]);
        return sorted;
    }

    private static JsonValue Apply(JsonValue target, JsonValue patch, int depth)
    {
        if (patch.ObjectOrNull is not { } changes || target.ObjectOrNull is not { } fields) return WithoutNulls(patch, depth);
        depth = KubeJson.Deeper(depth);
        foreach (var (name, change) in changes)
        {
            if (change.IsNull) fields.Remove(name);
            else fields[name] = Apply(fields[name], change, depth);
        }

        return fields;
    }

    /// <summary>
    /// The tree without the null fields of its objects. RFC 7386 leaves those inside arrays; upstream does not, and nor do we.
    /// </summary>
    internal static JsonValue WithoutNulls(JsonValue value, int depth)
    {
        if (value.ObjectOrNull is { } fields)
        {
            depth = KubeJson.Deeper(depth);
            foreach (var (name, field) in fields.ToArray())
            {
                if (field.IsNull) fields.Remove(name);
                else WithoutNulls(field, depth);
            }
        }
        else if (value.ArrayOrNull is { } items)
        {
            depth = KubeJson.Deeper(depth);
            foreach (var item in items) WithoutNulls(item, depth);
        }

        return value;
    }
}
