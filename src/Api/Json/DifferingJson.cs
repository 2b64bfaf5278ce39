using System.Text.Json;

namespace Kybernet.Api.Json;

/// <summary>
/// Two objects as trees, without the fields whose text is the same in both: of a large object in which one field was changed
/// there is little to read.
/// </summary>
public static class DifferingJson
{
    /// <summary>Reads two objects.</summary>
    /// <param name="left">One JSON object, no field twice.</param>
    /// <param name="right">The other.</param>
    /// <param name="except">The way to a field that is left out in any case; empty for none.</param>
    /// <exception cref="FormatException">One of them is no JSON object.</exception>
    public static (JsonObject Left, JsonObject Right) Parse(
        ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, params ReadOnlySpan<string> except)
    {
        try
        {
            return Read(left, right, except);
        }
        catch (JsonException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static (JsonObject Left, JsonObject Right) Read(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, ReadOnlySpan<string> except)
    {
        var (these, those) = (Fields(left), Fields(right));
        JsonObject a = new(), b = new();
        var at = 0;
        foreach (var field in these)
        {
            var name = FieldNames.Get(left[field.Name]);
            var other = Find(those, right, left[field.Name], ref at);
            if (except is [var only] && only == name)
            {
                if (other >= 0) those[other] = default;
                continue;
            }

            if (other < 0)
            {
                a[Unescaped(name)] = Value(left[field.Value]);
                continue;
            }

            var mine = left[field.Value];
            var theirs = right[those[other].Value];
            those[other] = default;
            if (mine.SequenceEqual(theirs)) continue;
            if (mine[0] == '{' && theirs[0] == '{')
            {
                var (x, y) = Read(mine, theirs, except is [var first, _, ..] && first == name ? except[1..] : []);
                a[Unescaped(name)] = x;
                b[Unescaped(name)] = y;
            }
            else
            {
                a[Unescaped(name)] = Value(mine);
                b[Unescaped(name)] = Value(theirs);
            }
        }

        foreach (var field in those)
        {
            if (field.Value.Equals(default)) continue;
            var name = FieldNames.Get(right[field.Name]);
            if (except is not [var only] || only != name) b[Unescaped(name)] = Value(right[field.Value]);
        }

        return (a, b);
    }

    private static List<(Range Name, Range Value)> Fields(ReadOnlySpan<byte> json)
    {
        List<(Range, Range)> fields = new(8);
        Utf8JsonReader reader = new(json, KubeJson.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("no object");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = (int)reader.TokenStartIndex + 1;
            var range = name..(name + reader.ValueSpan.Length);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            fields.Add((range, start..(int)reader.BytesConsumed));
        }

        return fields;
    }

    // Both have mostly the same fields in the same order: where the last one was found, the next one is not far.
    private static int Find(List<(Range Name, Range Value)> fields, ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, ref int at)
    {
        for (var tried = 0; tried < fields.Count; tried++)
        {
            var i = (at + tried) % fields.Count;
            if (fields[i].Value.Equals(default) || !json[fields[i].Name].SequenceEqual(name)) continue;
            at = i + 1;
            return i;
        }

        return -1;
    }

    private static string Unescaped(string name) => name.Contains('\\') ? JsonValue.Parse($"\"{name}\"").AsString() : name;

    private static JsonValue Value(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, KubeJson.ReaderOptions);
        reader.Read();
        return JsonValue.Read(ref reader);
    }
}
