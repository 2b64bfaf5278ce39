using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Kybernet.Api.Json;

namespace Kybernet.Api.Tests.Json;

public sealed class DifferingJsonTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{"a":1,"b":2}""", "{}", "{}")]
    [InlineData("""{"a":1,"b":2,"c":3}""", """{"b":2,"c":4,"d":5}""", """{"a":1,"c":3}""", """{"c":4,"d":5}""")]
    [InlineData("""{"a":1,"b":{"x":[1,2],"y":"z"}}""", """{"b":{"y":"z","x":[1]},"a":1}""", """{"b":{"x":[1,2]}}""", """{"b":{"x":[1]}}""")]
    [InlineData("""{"a":{"x":1}}""", """{"a":{}}""", """{"a":{"x":1}}""", """{"a":{}}""")]
    [InlineData("""{"a":{"x":1}}""", """{"a":null}""", """{"a":{"x":1}}""", """{"a":null}""")]
    [InlineData("""{"q\"":"}{","b":1}""", """{"b":2,"q\"":"}{"}""", """{"b":1}""", """{"b":2}""")]
    [InlineData("""{"q\"":1}""", """{"q\"":2}""", """{"q\"":1}""", """{"q\"":2}""")]
    [InlineData("""{"m":{"skip":[{}],"x":1},"skip":1}""", """{"m":{"x":2},"skip":2}""", """{"m":{"x":1},"skip":1}""", """{"m":{"x":2},"skip":2}""")]
    [InlineData("""{"m":{"x":1}}""", """{"m":{"x":1,"skip":1}}""", """{"m":{}}""", """{"m":{}}""")]
    public void Only_what_differs_is_left(string left, string right, string a, string b)
    {
        var (x, y) = DifferingJson.Parse(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right), "m", "skip");
        Assert.Equal((JsonValue.Parse(a), JsonValue.Parse(b)), ((JsonValue)x, (JsonValue)y));
    }

    [Theory]
    [InlineData("""{"a":1""", "{}")]
    [InlineData("{}", "[]")]
    [InlineData("{}", "")]
    public void What_is_no_object_is_refused(string left, string right) =>
        Assert.Throws<FormatException>(() => DifferingJson.Parse(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right)));

    /// <summary>Taking the same away from both leaves whatever changes there are.</summary>
    [Fact]
    public void Nothing_that_differs_is_lost() => Prop.ForAll(
        Gen.Two(Trees(3)).ToArbitrary(),
        static pair =>
        {
            var (left, right) = (pair.Item1.AsObject(), pair.Item2.AsObject());
            var (a, b) = DifferingJson.Parse(pair.Item1.Encode(), pair.Item2.Encode());
            return Same(left, right, a, b);
        }).QuickCheckThrowOnFailure();

    // What is not the same in both must still be there on the side that has it; what is there must come from there.
    private static bool Same(JsonObject left, JsonObject right, JsonObject a, JsonObject b)
    {
        foreach (var name in left.Concat(right).Select(static f => f.Key).Distinct())
        {
            var (hasLeft, hasRight) = (left.TryGet(name, out var l), right.TryGet(name, out var r));
            if (hasLeft && hasRight && l.Encode().AsSpan().SequenceEqual(r.Encode()))
            {
                if (a.Contains(name) || b.Contains(name)) return false;
            }
            else if (l.ObjectOrNull is { } x && r.ObjectOrNull is { } y)
            {
                if (!Same(x, y, a[name].AsObject(), b[name].AsObject())) return false;
            }
            else if (a.Contains(name) != hasLeft || b.Contains(name) != hasRight || a[name] != l || b[name] != r)
            {
                return false;
            }
        }

        return true;
    }

    private static Gen<JsonValue> Trees(int depth)
    {
        var leaf = Gen.OneOf(Gen.Elements<JsonValue>(1, 2, "x", "}", true, JsonValue.Null), Gen.Constant<JsonValue>(new JsonArray()));
        var value = depth == 0 ? leaf : Gen.Frequency((2, leaf), (1, Gen.Fresh(() => 0).SelectMany(_ => Trees(depth - 1))));
        return Gen.Zip(Gen.Elements("a", "b", "c\"", "d", "e"), value).ListOf().Select(static fields =>
        {
            JsonObject o = new();
            foreach (var (name, v) in fields) o[name] = v.Clone();
            return (JsonValue)o;
        });
    }
}
