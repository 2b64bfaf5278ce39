using System.Text.Json;
using Kybernet.Api.Json;

namespace Kybernet.Api.Fields;

/// <summary>
/// The fields that a new object has beyond a blank one: <see cref="FieldChanges.Between"/> for what happens most often. It
/// reads the JSON text once, and makes no tree of it.
/// </summary>
public static class AddedFields
{
    // The nodes of all levels that are open, the innermost last.
    [ThreadStatic]
    private static List<FieldSet.Node>? _open;

    /// <summary>What differs from a blank object.</summary>
    /// <param name="json">The object, as it was encoded here: no field twice.</param>
    /// <param name="blank">An object of the kind in which nothing is set.</param>
    /// <param name="schema">The schema of both.</param>
    /// <exception cref="FieldSchemaException">A list has an item that cannot be told apart.</exception>
    public static FieldSet Beyond(JsonObject blank, ReadOnlySpan<byte> json, MergeSchema schema)
    {
        Walk walk = new(_open ?? []);
        // Taken from its place while it is in use, and put back only when nothing went wrong.
        _open = null;
        Utf8JsonReader reader = new(json, KubeJson.ReaderOptions);
        reader.Read();
        walk.Value(ref reader, blank, schema, out var below);
        _open = walk.Open;
        return below;
    }

    private readonly ref struct Walk(List<FieldSet.Node> open)
    {
        public List<FieldSet.Node> Open => open;

        // The reader stands on the first token of the value, and is left on its last. True: it differs as a whole.
        public bool Value(ref Utf8JsonReader reader, JsonValue? old, MergeSchema schema, out FieldSet below)
        {
            below = FieldSet.Empty;
            var token = reader.TokenType;
            var right = schema.For(token);
            var isSame = old is not { IsNull: false } before || token == JsonTokenType.Null || ReferenceEquals(schema.For(before), right);
            if (isSame && right.AsMap is { IsAtomic: false } map && token == JsonTokenType.StartObject)
            {
                return Map(ref reader, old, map, out below);
            }

            if (isSame && right.AsList is { IsAtomic: false } list && token == JsonTokenType.StartArray)
            {
                return List(ref reader, old, list, out below);
            }

            if (old is { } other) return !JsonOrder.AreEqual(other, JsonValue.Read(ref reader));
            reader.Skip();
            return true;
        }

        private bool Map(ref Utf8JsonReader reader, JsonValue? old, MapSchema schema, out FieldSet below)
        {
            var (start, count) = (open.Count, 0);
            var blank = old?.ObjectOrNull;
            for (; reader.Read() && reader.TokenType != JsonTokenType.EndObject; count++)
            {
                var name = FieldNames.Read(ref reader);
                reader.Read();
                var before = blank is not null && blank.TryGet(name, out var known) ? known : default(JsonValue?);
                Add(PathElement.Field(name), Value(ref reader, before, schema.Field(name), out var inner), inner);
            }

            below = FieldSet.Take(open, start);
            return old is not { } value || (count == 0 && blank is not { Count: > 0 } && !JsonOrder.AreEqual(value, new JsonObject()));
        }

        private bool List(ref Utf8JsonReader reader, JsonValue? old, ListSchema schema, out FieldSet below)
        {
            if (old?.ArrayOrNull is { Count: > 0 }) throw new ArgumentException("a blank object has lists with nothing in them", nameof(old));
            var (start, count) = (open.Count, 0);
            for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
            {
                var element = Identify(reader, schema);
                Value(ref reader, null, schema.Element, out var inner);
                var twin = FindIn(start, element);
                // Items that come twice are owned as a whole: nobody can say which of them is meant.
                if (twin >= 0) open[twin] = new FieldSet.Node(element, true, FieldSet.Empty);
                else open.Add(new FieldSet.Node(element, true, inner));
            }

            below = FieldSet.Take(open, start);
            return old is not { } value || (count == 0 && !JsonOrder.AreEqual(value, new JsonArray()));
        }

        // Looks ahead with a reader of its own.
        private static PathElement Identify(Utf8JsonReader ahead, ListSchema schema)
        {
            if (schema.Identify(Telling(ref ahead, schema), out var element) is { } problem) throw new FieldSchemaException(element.ToString(), problem);
            return element;
        }

        // Of an item with keys only these.
        private static JsonValue Telling(ref Utf8JsonReader reader, ListSchema schema)
        {
            if (schema.Keys.Count == 0 || reader.TokenType != JsonTokenType.StartObject) return JsonValue.Read(ref reader);
            JsonObject keys = new();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var key = KeyAt(ref reader, schema);
                reader.Read();
                if (key is null) reader.Skip();
                else keys[key] = JsonValue.Read(ref reader);
                if (keys.Count == schema.Keys.Count) break;
            }

            return keys;
        }

        private static string? KeyAt(ref Utf8JsonReader reader, ListSchema schema)
        {
            foreach (var (name, _) in schema.Keys)
            {
                if (reader.ValueTextEquals(name)) return name;
            }

            return null;
        }

        private int FindIn(int start, PathElement element)
        {
            for (var i = start; i < open.Count; i++)
            {
                if (open[i].Element.Equals(element)) return i;
            }

            return -1;
        }

        private void Add(PathElement element, bool isMember, FieldSet below)
        {
            if (isMember || !below.IsEmpty) open.Add(new FieldSet.Node(element, isMember, below));
        }
    }
}
