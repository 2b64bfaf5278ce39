using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kybernet.Api.Json;

namespace Kybernet.Api.Tests.Json;

public sealed class JsonTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("[1,-2,9223372036854775807,\"x\",null,{},[]]")]
    [InlineData("{\"b\":1,\"a\":{\"c\":[true,false]}}")]
    [InlineData("\"<>\"", "\"\\u003c\\u003e\"")]
    [InlineData("\"a&b \\u2028\\u2029 \\u0001\\u007f\\n\\r\\t\\b\\f \\\" \\\\ / ' + ä 😀\"", "\"a\\u0026b \\u2028\\u2029 \\u0001\u007f\\n\\r\\t\\b\\f \\\" \\\\ / ' + ä 😀\"")]
    [InlineData("\"\\ud83d\\ude00 \\ud83d \\ude00x\"", "\"😀 \ufffd \ufffdx\"")]
    [InlineData("1.0", "1")]
    [InlineData("1.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1e21", "1e+21")]
    [InlineData("123456789012345678901", "123456789012345680000")]
    [InlineData("0.000001")]
    [InlineData("0.0000001", "1e-7")]
    [InlineData("-1.5e-10", "-1.5e-10")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "-0")]
    public void Json_is_written_as_go_writes_it(string json, string? written = null) =>
        Assert.Equal(written ?? json, JsonValue.Parse(json).ToString());

    [Theory]
    [InlineData("", "unexpected end of JSON input")]
    [InlineData("{", "unexpected end of JSON input")]
    [InlineData("{\"a\"", "unexpected end of JSON input")]
    [InlineData("[1,", "unexpected end of JSON input")]
    [InlineData("\"abc", "unexpected end of JSON input")]
    [InlineData("-", "unexpected end of JSON input")]
    [InlineData("not json", "invalid character 'o' in literal null (expecting 'u')")]
    [InlineData("garbage", "invalid character 'g' looking for beginning of value")]
    [InlineData("{a:1}", "invalid character 'a' looking for beginning of object key string")]
    [InlineData("{\"a\" 1}", "invalid character '1' after object key")]
    [InlineData("{\"a\":1 \"b\"}", "invalid character '\"' after object key:value pair")]
    [InlineData("{\"a\":1,}", "invalid character '}' looking for beginning of object key string")]
    [InlineData("[1 2]", "invalid character '2' after array element")]
    [InlineData("[1,]", "invalid character ']' looking for beginning of value")]
    [InlineData("{} x", "invalid character 'x' after top-level value")]
    [InlineData("01", "invalid character '1' after top-level value")]
    [InlineData("1.x", "invalid character 'x' after decimal point in numeric literal")]
    [InlineData("1ex", "invalid character 'x' in exponent of numeric literal")]
    [InlineData("-x", "invalid character 'x' in numeric literal")]
    [InlineData("\"\\x\"", "invalid character 'x' in string escape code")]
    [InlineData("\"\\u00g0\"", "invalid character 'g' in \\u hexadecimal character escape")]
    [InlineData("\"a\nb\"", "invalid character '\\n' in string literal")]
    [InlineData("'a'", "invalid character '\\'' looking for beginning of value")]
    public void What_is_no_json_is_refused_in_gos_words(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => JsonValue.Parse(text)).Message);

    [Fact]
    public void Nesting_has_a_limit()
    {
        static string Nested(int depth) => new string('[', depth) + new string(']', depth);

        Assert.Equal(Nested(KubeJson.MaxDepth), JsonValue.Parse(Nested(KubeJson.MaxDepth)).ToString());
        Assert.Equal("exceeded max depth", Assert.Throws<FormatException>(() => JsonValue.Parse(Nested(100_000))).Message);

        JsonValue tooDeep = 1;
        for (var i = 0; i <= KubeJson.MaxDepth; i++) tooDeep = new JsonArray([tooDeep]);
        Assert.Throws<FormatException>(() => tooDeep.Encode());
        Assert.Throws<FormatException>(() => tooDeep.Clone());
    }

    [Fact]
    public void A_number_too_large_for_a_double_is_refused() =>
        Assert.Equal("json: cannot unmarshal number 1e999 into Go value of type float64", Assert.Throws<JsonMismatchException>(() => JsonValue.Parse("1e999")).Message);

    [Fact]
    public void Whole_numbers_and_others_are_kept_apart()
    {
        Assert.Equal(JsonKind.Integer, JsonValue.Parse("1").Kind);
        Assert.Equal(JsonKind.Float, JsonValue.Parse("1.0").Kind);
        Assert.Equal(JsonKind.Float, JsonValue.Parse("9223372036854775808").Kind);
        Assert.NotEqual(JsonValue.Parse("1"), JsonValue.Parse("1.0"));
        Assert.Equal(1.0, JsonValue.Parse("1").AsNumber());
        Assert.Null(JsonValue.Parse("1.5").IntegerOrNull);
    }

    [Fact]
    public void Of_a_duplicate_field_the_last_counts_and_the_path_is_told()
    {
        List<string> duplicates = [];
        var value = JsonValue.Parse("""{"a":1,"spec":{"list":[{},{"x":1,"x":2}],"b":1,"b":{"c":1,"c":1}},"a":3}""", duplicates);

        Assert.Equal("""{"a":3,"spec":{"list":[{},{"x":2}],"b":{"c":1}}}""", value.ToString());
        Assert.Equal(["duplicate field \"spec.list[1].x\"", "duplicate field \"spec.b\"", "duplicate field \"spec.b.c\"", "duplicate field \"a\""], duplicates);
    }

    [Fact]
    public void Invalid_utf8_becomes_the_replacement_character() =>
        Assert.Equal("a\ufffdb", JsonValue.Parse([(byte)'"', (byte)'a', 0xff, (byte)'b', (byte)'"']).AsString());

    [Fact]
    public void Paths_lead_through_objects()
    {
        JsonObject root = new();
        root.Set(3, "spec", "replicas");
        root.Set("x", "spec", "template", "name");

        Assert.Equal(3, root.Get("spec", "replicas").AsInteger());
        Assert.True(root.Get("spec", "replicas", "nothing").IsNull);
        Assert.True(root.Get("nothing").IsNull);
        Assert.Throws<InvalidOperationException>(() => root.Set(1, "spec", "replicas", "x"));
    }

    [Fact]
    public void A_frozen_tree_refuses_changes_and_its_clone_does_not()
    {
        var tree = JsonValue.Parse("""{"a":[{"b":1}]}""").AsObject();
        tree.Freeze();

        Assert.Throws<InvalidOperationException>(() => tree["x"] = 1);
        Assert.Throws<InvalidOperationException>(() => tree.Remove("a"));
        Assert.Throws<InvalidOperationException>(() => tree["a"].AsArray().Add(1));
        Assert.Throws<InvalidOperationException>(() => tree["a"].AsArray()[0].AsObject()["b"] = 2);

        var clone = tree.Clone();
        clone["a"].AsArray()[0].AsObject()["b"] = 2;
        Assert.Equal("""{"a":[{"b":1}]}""", ((JsonValue)tree).ToString());
        Assert.Equal("""{"a":[{"b":2}]}""", ((JsonValue)clone).ToString());
    }

    [Property(MaxTest = 300)]
    public bool An_object_agrees_with_an_ordered_model((byte Key, bool Remove)[] steps)
    {
        JsonObject o = new();
        List<(string Key, long Value)> model = [];
        for (var i = 0; i < steps.Length; i++)
        {
            var key = $"k{steps[i].Key % 40}";
            var at = model.FindIndex(e => e.Key == key);
            if (steps[i].Remove)
            {
                if (o.Remove(key) != at >= 0) return false;
                if (at >= 0) model.RemoveAt(at);
            }
            else
            {
                o[key] = i;
                if (at >= 0) model[at] = (key, i);
                else model.Add((key, i));
            }
        }

        return o.Count == model.Count
            && o.Select(e => (e.Key, e.Value.AsInteger())).SequenceEqual(model)
            && model.TrueForAll(e => o[e.Key].AsInteger() == e.Value)
            && ((JsonValue)o).Equals(o.Clone());
    }

    [Property(MaxTest = 300, Arbitrary = [typeof(JsonTrees)])]
    public bool A_tree_survives_its_text(JsonValue tree) => JsonValue.Parse(tree.Encode()) == tree && tree.Clone() == tree;

    [Property(MaxTest = 500)]
    public bool A_double_survives_its_text(NormalFloat number)
    {
        JsonValue value = number.Get;
        return JsonValue.Parse(value.Encode()).AsNumber() == number.Get;
    }

    [Property(MaxTest = 300)]
    public bool Any_text_is_written_so_that_another_reader_understands_it(UnicodeString text)
    {
        var wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get ?? ""));
        return System.Text.Json.JsonSerializer.Deserialize<string>(((JsonValue)wellFormed).Encode()) == wellFormed;
    }
}

/// <summary>Trees of every kind of node.</summary>
public static class JsonTrees
{
    private static readonly string[] Names = ["a", "b", "name", "spec", "x y", "<k>", "yes", "1", "", "é"];

    private static readonly JsonValue[] Scalars =
        ["", "text", "two\nlines\n", "yes", "1", "~", " lead", "<&>", "ä😀", "- x", "a: b", "#c", 0, -5, long.MaxValue, 1.5, 1e300, true, false, default];

    public static Arbitrary<JsonValue> Tree() => Gen.Sized(size => Tree(Math.Min(size, 20))).ToArbitrary();

    private static Gen<JsonValue> Tree(int size)
    {
        var scalar = Gen.Elements(Scalars);
        if (size <= 1) return scalar;
        var child = Tree(size / 3);
        var array = child.ListOf().Select(items => (JsonValue)new JsonArray(items.Take(4)));
        var entry = from name in Gen.Elements(Names) from value in child select (name, value);
        var o = entry.ListOf().Select(entries =>
        {
            JsonObject result = new();
            foreach (var (name, value) in entries.Take(6)) result[name] = value;
            return (JsonValue)result;
        });
        return Gen.Frequency((2, scalar), (2, array), (3, o));
    }
}
