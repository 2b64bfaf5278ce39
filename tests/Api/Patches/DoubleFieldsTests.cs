using System.Text;
using Kybernet.Api.Patches;

namespace Kybernet.Api.Tests.Patches;

/// <summary>What is told of fields that come twice in a patch, and of those that an operation of a JSON patch does not have.</summary>
public sealed class DoubleFieldsTests
{
    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"spec":1,"spec":{},"spec":2}""", "duplicate field \"spec\"")]
    [InlineData("""{"spec":{"b":1,"b":2,"c":[{"d":1,"d":2}]}}""", "duplicate field \"spec.b\"", "duplicate field \"spec.c[0].d\"")]
    [InlineData("""{"spec":{"b":1},"spec":{"b":2}}""", "duplicate field \"spec\"")]
    public void Of_merge_patches(string patch, params string[] told)
    {
        List<string> merge = [], strategic = [];

        MergePatch.Parse(Encoding.UTF8.GetBytes(patch), merge);
        StrategicMergePatch.Parse(Encoding.UTF8.GetBytes(patch), strategic);

        Assert.Equal(told, merge);
        Assert.Equal(told, strategic);
    }

    [Theory]
    [InlineData("""null""")]
    [InlineData("""[null,{"op":"add","path":"/a","from":"","value":{"b":1}}]""")]
    [InlineData("""[{"op":"add","path":"/a","foo":{"x":1,"x":2},"foo":1}]""", "json patch unknown field \"[0].foo\"")]
    [InlineData("""[{"op":"test","path":"","value":{}},{"op":"add","path":"/a","path":"/b","Op":1,"value":1}]""",
        "json patch duplicate field \"[1].path\"", "json patch unknown field \"[1].Op\"")]
    [InlineData("""[{"op":"add","path":"/a","value":[{"b":1,"b":2}]}]""", "json patch duplicate field \"[0].value[0].b\"")]
    public void Of_JSON_patches(string patch, params string[] told)
    {
        List<string> problems = [];

        JsonPatch.Parse(Encoding.UTF8.GetBytes(patch), problems);

        Assert.Equal(told, problems);
    }

    [Fact]
    public void No_more_than_a_hundred_are_told()
    {
        List<string> problems = [];

        JsonPatch.Parse(Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("""{"op":"test","path":"/a","foo":1}""", 150))}]"), problems);

        Assert.Equal(100, problems.Count);
    }
}
