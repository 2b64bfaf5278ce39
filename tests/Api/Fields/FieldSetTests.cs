using System.Text;
using Kybernet.Api.Fields;

namespace Kybernet.Api.Tests.Fields;

public sealed class FieldSetTests
{
    private const string Text =
        """{"f:metadata":{"f:labels":{".":{},"f:app":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:image":{}}},"f:replicas":{},"f:set":{"v:\"x\"":{},"v:1":{}}}}""";

    [Fact]
    public void Comes_back_as_it_was_written_but_sorted()
    {
        var set = Parse("""{"f:spec":{"f:replicas":{},"f:set":{"v:\"x\"":{},"v:1":{}},"f:containers":{"k:{\"name\":\"a\"}":{"f:image":{},".":{}}}},"f:metadata":{"f:labels":{"f:app":{},".":{}}}}""");
        Assert.Equal(Text.Replace("\"v:\\\"x\\\"\":{},\"v:1\":{}", "\"v:1\":{},\"v:\\\"x\\\"\":{}"), Encoding.UTF8.GetString(FieldsV1.Encode(set).Utf8));
    }

    [Fact]
    public void Names_its_fields_as_messages_do() => Assert.Equal(
        [".metadata.labels", ".metadata.labels.app", ".spec.containers[name=\"a\"]", ".spec.containers[name=\"a\"].image", ".spec.replicas", ".spec.set[=1]", ".spec.set[=\"x\"]"],
        Parse(Text).Paths());

    [Theory]
    [InlineData("""{"f:a":3}""")]
    [InlineData("""{"x:a":{}}""")]
    [InlineData("""{"f":{}}""")]
    [InlineData("""{"k:3":{}}""")]
    [InlineData("""{"i:x":{}}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void Refuses_what_is_no_set(string text) => Assert.Throws<FormatException>(() => Parse(text));

    [Fact]
    public void Removing_a_field_leaves_what_is_below_it_and_without_takes_that_too()
    {
        var set = Parse("""{"f:a":{".":{},"f:b":{}},"f:c":{}}""");
        var field = FieldSet.OfPath("a");
        Assert.Equal([".a.b", ".c"], set.Difference(field).Paths());
        Assert.Equal([".c"], set.Without(field).Paths());
        Assert.Equal([".a", ".a.b"], set.Within(field).Paths());
    }

    /// <summary>The laws of sets, over random trees.</summary>
    [Fact]
    public void Obeys_the_laws_of_sets()
    {
        Random random = new(7);
        for (var i = 0; i < 500; i++)
        {
            var (a, b) = (RandomSet(random, 3), RandomSet(random, 3));
            var (left, right) = (a.Paths().ToHashSet(), b.Paths().ToHashSet());
            Assert.Equal(left.Union(right).Order(), a.Union(b).Paths().Order());
            Assert.Equal(left.Intersect(right).Order(), a.Intersection(b).Paths().Order());
            Assert.Equal(left.Except(right).Order(), a.Difference(b).Paths().Order());
            Assert.Equal(a.Union(b), b.Union(a));
            Assert.Equal(a, FieldsV1.Decode(FieldsV1.Encode(a).Utf8));
            Assert.Equal(a, a.Difference(b).Union(a.Intersection(b)));
        }
    }

    private static FieldSet RandomSet(Random random, int depth)
    {
        StringBuilder text = new();
        Write(depth);
        return Parse(text.ToString());

        void Write(int left)
        {
            text.Append('{');
            var first = true;
            if (random.Next(2) == 0)
            {
                text.Append("\".\":{}");
                first = false;
            }

            string[] steps = ["f:a", "f:b", "v:1", "i:2", "k:{\\\"n\\\":1}"];
            foreach (var step in left == 0 ? [] : steps.Where(_ => random.Next(2) == 0).ToArray())
            {
                text.Append(first ? "" : ",").Append('"').Append(step).Append("\":");
                first = false;
                Write(left - 1);
            }

            text.Append('}');
        }
    }

    private static FieldSet Parse(string text) => FieldsV1.Decode(Encoding.UTF8.GetBytes(text));
}
