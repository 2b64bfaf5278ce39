using Kybernet.Api.Json;

namespace Kybernet.Api.Fields;

/// <summary>A total order of JSON values: numbers, then strings, booleans, lists, objects and null (upstream's value.Compare).</summary>
public static class JsonOrder
{
    /// <summary>Below, at or above zero as <paramref name="a"/> comes before, with or after <paramref name="b"/>.</summary>
    public static int Compare(JsonValue a, JsonValue b)
    {
        var rank = Rank(a) - Rank(b);
        if (rank != 0) return rank;
        return a.Kind switch
        {
            JsonKind.Integer when b.IntegerOrNull is { } other => a.AsInteger().CompareTo(other),
            JsonKind.Integer or JsonKind.Float => a.AsNumber().CompareTo(b.AsNumber()),
            JsonKind.String => string.CompareOrdinal(a.AsString(), b.AsString()),
            JsonKind.Boolean => a.AsBoolean().CompareTo(b.AsBoolean()),
            JsonKind.Array => CompareArrays(a.AsArray(), b.AsArray()),
            JsonKind.Object => CompareObjects(a.AsObject(), b.AsObject()),
            _ => 0,
        };
    }

    /// <summary>Whether the values are the same, whole numbers being the same as floats of their value.</summary>
    public static bool AreEqual(JsonValue a, JsonValue b) => a.Kind switch
    {
        JsonKind.Integer or JsonKind.Float => b.NumberOrNull is not null && Compare(a, b) == 0,
        JsonKind.Array => b.ArrayOrNull is not null && CompareArrays(a.AsArray(), b.AsArray()) == 0,
        JsonKind.Object => b.ObjectOrNull is { } other && AreEqual(a.AsObject(), other),
        _ => a == b,
    };

    private static bool AreEqual(JsonObject a, JsonObject b)
    {
        if (a.Count != b.Count) return false;
        foreach (var (name, value) in a)
        {
            if (!b.TryGet(name, out var other) || !AreEqual(value, other)) return false;
        }

        return true;
    }

    private static int CompareArrays(JsonArray a, JsonArray b)
    {
        for (var i = 0; i < a.Count && i < b.Count; i++)
        {
            var order = Compare(a[i], b[i]);
            if (order != 0) return order;
        }

        return a.Count - b.Count;
    }

    private static int CompareObjects(JsonObject a, JsonObject b)
    {
        var left = a.OrderBy(static f => f.Key, StringComparer.Ordinal).ToArray();
        var right = b.OrderBy(static f => f.Key, StringComparer.Ordinal).ToArray();
        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            var order = string.CompareOrdinal(left[i].Key, right[i].Key);
            if (order == 0) order = Compare(left[i].Value, right[i].Value);
            if (order != 0) return order;
        }

        return left.Length - right.Length;
    }

    private static int Rank(JsonValue value) => value.Kind switch
    {
        JsonKind.Integer or JsonKind.Float => 0,
        JsonKind.String => 1,
        JsonKind.Boolean => 2,
        JsonKind.Array => 3,
        JsonKind.Object => 4,
        _ => 5,
    };
}
