using Kybernet.Api.Json;

namespace Kybernet.Api.Patches;

/// <summary>JSON merge patches (RFC 7386): what is null goes, what is an object merges, all else replaces.</summary>
public static class MergePatch
{
    /// <summary>Reads a merge patch, which for the API is an object.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="duplicates">Told each field that comes twice, in upstream's words.</param>
    /// <exception cref="PatchException">It is none.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> utf8, ICollection<string>? duplicates = null)
    {
        JsonObject? patch;
        try
        {
            patch = PatchText.ParseObject(utf8, duplicates);
        }
        catch (PatchException e)
        {
            throw new PatchException(e.Failure, $"error decoding patch: {e.Message}", e);
        }

        return patch ?? throw new PatchException(PatchFailure.Malformed, "Invalid JSON Patch");
    }

    /// <summary>
    /// Applies a patch. Both trees are taken over: the target is changed in place, parts of the patch become parts of it.
    /// </summary>
    /// <param name="target">What is patched.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="opened">Told which objects upstream would take apart; null: nobody asks.</param>
    /// <returns>The changed target, or what replaces it.</returns>
    /// <exception cref="PatchException">The trees are nested too deep.</exception>
    public static JsonValue Apply(JsonValue target, JsonValue patch, OpenedObjects? opened = null)
    {
        try
        {
            return Apply(target, patch, opened, 0);
        }
        catch (FormatException e)
        {
            throw new PatchException(PatchFailure.Unprocessable, e.Message, e);
        }
    }

    private static JsonValue Apply(JsonValue target, JsonValue patch, OpenedObjects? opened, int depth)
    {
        if (target.ObjectOrNull is not { } fields) return WithoutNulls(patch, opened, depth);
        opened?.Add(fields);
        // What takes an object's place is not taken apart.
        if (patch.ObjectOrNull is not { } changes) return WithoutNulls(patch, null, depth);
        depth = KubeJson.Deeper(depth);
        foreach (var (name, change) in changes)
        {
            if (change.IsNull) fields.Remove(name);
            else fields[name] = Apply(fields[name], change, opened, depth);
        }

        return fields;
    }

    // RFC 7386 leaves nulls inside arrays; upstream does not, and nor do we.
    private static JsonValue WithoutNulls(JsonValue value, OpenedObjects? opened, int depth)
    {
        if (value.ObjectOrNull is { } fields)
        {
            depth = KubeJson.Deeper(depth);
            opened?.Add(fields);
            foreach (var (name, field) in fields.ToArray())
            {
                if (field.IsNull) fields.Remove(name);
                else WithoutNulls(field, opened, depth);
            }
        }
        else if (value.ArrayOrNull is { } items)
        {
            depth = KubeJson.Deeper(depth);
            foreach (var item in items) WithoutNulls(item, opened, depth);
        }

        return value;
    }
}
