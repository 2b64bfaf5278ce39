using Kybernet.Api.Json;

namespace Kybernet.Api.Fields;

/// <summary>
/// Lays an applied configuration over an object (upstream's TypedValue.Merge): fields of the configuration win, lists keep the
/// order of both as far as that can be. Neither value is changed; what is not touched is shared with the result.
/// </summary>
public static class FieldMerge
{
    /// <summary>The merged value.</summary>
    /// <exception cref="FieldSchemaException">A list has an item that cannot be told apart.</exception>
    public static JsonValue Merge(JsonValue live, JsonValue applied, MergeSchema schema) => MergeOne(live, applied, schema) ?? default;

    private static JsonValue? MergeOne(JsonValue? live, JsonValue? applied, MergeSchema schema)
    {
        if (applied is not { } over) return live;
        var right = schema.For(over);
        if (live is not { } under) return over;
        var left = schema.For(under);
        if (!over.IsNull && !under.IsNull && !ReferenceEquals(left, right)) return over;
        var known = over.IsNull ? left : right;
        if (known.AsMap is { IsAtomic: false } map)
        {
            var (a, b) = (under.ObjectOrNull, over.ObjectOrNull);
            return a is { Count: > 0 } || b is { Count: > 0 } ? MergeMaps(a, b, map) : over;
        }

        if (known.AsList is { IsAtomic: false } list)
        {
            var (a, b) = (under.ArrayOrNull, over.ArrayOrNull);
            return a is { Count: > 0 } || b is { Count: > 0 } ? new ListMerge(a, b, list).Run() : over;
        }

        return over;
    }

    private static JsonValue? MergeMaps(JsonObject? live, JsonObject? applied, MapSchema schema)
    {
        JsonObject merged = new();
        foreach (var (name, value) in live ?? [])
        {
            JsonValue? over = applied is not null && applied.TryGet(name, out var found) ? found : default(JsonValue?);
            if (MergeOne(value, over, schema.Field(name)) is { } result) merged[name] = result;
        }

        foreach (var (name, value) in applied ?? [])
        {
            if (live is null || !live.Contains(name)) merged[name] = value;
        }

        return merged.Count > 0 ? merged : (JsonValue?)null;
    }

    /// <summary>Merges two associative lists item by item.</summary>
    private sealed class ListMerge(JsonArray? live, JsonArray? applied, ListSchema schema)
    {
        private readonly JsonArray _result = [];
        private readonly Dictionary<PathElement, JsonValue?> _live = [], _applied = [];
        private readonly HashSet<PathElement> _taken = [];

        public JsonValue? Run()
        {
            var right = Index(applied, _applied, mayRepeat: false);
            var left = Index(live, _live, mayRepeat: true);
            var shared = new Queue<PathElement>(right.Where(_live.ContainsKey));
            var next = Next(shared);
            for (int l = 0, r = 0; l < left.Length || r < right.Length;)
            {
                if (l < left.Length && r < right.Length)
                {
                    if (left[l].Equals(right[r]))
                    {
                        Take(right[r]);
                        l++;
                        r++;
                        next = Next(shared);
                        continue;
                    }

                    // It is in both, but another one that is comes first.
                    if (_applied.ContainsKey(left[l]) && next is { } wanted && !wanted.Equals(left[l]))
                    {
                        l++;
                        continue;
                    }
                }

                if (l < left.Length)
                {
                    if (!_applied.ContainsKey(left[l]))
                    {
                        _result.Add(live![l++]);
                        continue;
                    }

                    if (_taken.Contains(left[l])) l++;
                }

                if (r >= right.Length) continue;
                var element = right[r++];
                Take(element);
                if (next is { } expected && expected.Equals(element)) next = Next(shared);
            }

            return _result.Count > 0 ? _result : (JsonValue?)null;
        }

        private void Take(PathElement element)
        {
            _taken.Add(element);
            // A live item that comes twice is replaced: nobody can say which of them is meant.
            var under = _live.GetValueOrDefault(element);
            if (MergeOne(under, _applied[element], schema.Element) is { } merged) _result.Add(merged);
        }

        private PathElement[] Index(JsonArray? items, Dictionary<PathElement, JsonValue?> index, bool mayRepeat)
        {
            if (items is null) return [];
            var elements = new PathElement[items.Count];
            for (var i = 0; i < elements.Length; i++)
            {
                if (schema.Identify(items[i], out elements[i]) is { } problem) throw new FieldSchemaException("", problem);
                if (index.TryAdd(elements[i], items[i])) continue;
                if (!mayRepeat) throw new FieldSchemaException("", $"duplicate entries for key {elements[i]}");
                index[elements[i]] = null;
            }

            return elements;
        }

        private static PathElement? Next(Queue<PathElement> shared) => shared.TryDequeue(out var element) ? element : null;
    }
}
