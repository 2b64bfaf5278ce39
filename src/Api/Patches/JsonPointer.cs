using System.Globalization;
using Kybernet.Api.Json;

namespace Kybernet.Api.Patches;

/// <summary>A way into a JSON document (RFC 6901).</summary>
internal readonly struct JsonPointer
{
    private readonly string[] _steps;

    private JsonPointer(string[] steps) => _steps = steps;

    /// <summary>The steps, unescaped.</summary>
    public ReadOnlySpan<string> Steps => _steps;

    /// <summary>Reads <c>/a/0/b~1c</c>; empty is the whole document.</summary>
    public static bool TryParse(string text, out JsonPointer pointer)
    {
        pointer = new(text.Length == 0 ? [] : text[1..].Split('/'));
        foreach (ref var step in pointer._steps.AsSpan())
        {
            step = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        }

        return text.Length == 0 || text[0] == '/';
    }

    /// <summary>What holds the last step, if the way there exists.</summary>
    public bool TryFindParent(JsonValue root, out JsonValue parent)
    {
        parent = root;
        foreach (var step in _steps.AsSpan(0, _steps.Length - 1))
        {
            if (!TryGet(parent, step, out parent)) return false;
        }

        return parent.Kind is JsonKind.Object or JsonKind.Array;
    }

    /// <summary>Notes all objects on the way but the last step's own.</summary>
    public void Open(JsonValue root, OpenedObjects opened)
    {
        opened.Add(root);
        foreach (var step in _steps.AsSpan(0, Math.Max(_steps.Length - 1, 0)))
        {
            if (!TryGet(root, step, out root)) return;
            opened.Add(root);
        }
    }

    /// <summary>What the whole way leads to.</summary>
    public bool TryFind(JsonValue root, out JsonValue value)
    {
        value = root;
        foreach (var step in _steps)
        {
            if (!TryGet(value, step, out value)) return false;
        }

        return true;
    }

    /// <summary>The place in an array that <paramref name="step"/> names; -1 is the last one, as upstream has it.</summary>
    public static bool TryIndex(string step, int count, out int index) =>
        int.TryParse(step, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out index)
        && (index >= 0 || (index += count) >= 0)
        && index < count;

    private static bool TryGet(JsonValue parent, string step, out JsonValue value)
    {
        value = default;
        if (parent.ObjectOrNull is { } fields) return fields.TryGet(step, out value);
        if (parent.ArrayOrNull is not { } items || !TryIndex(step, items.Count, out var index)) return false;
        value = items[index];
        return true;
    }
}
