using System.Text;
using Kybernet.Api.Json;
using Kybernet.Api.Patches;

namespace Kybernet.Api.Tests.Patches;

/// <summary>Errors quote a patched document as upstream writes it: what the patch went through has its fields in the order of names.</summary>
public sealed class OpenedObjectsTests
{
    [Theory]
    [InlineData("""{"b":1,"a":2}""", """{}""", """{"a":2,"b":1}""")]
    [InlineData("""{"b":{"d":1,"c":2},"a":{"d":1,"c":2}}""", """{"b":{"c":3}}""", """{"a":{"d":1,"c":2},"b":{"c":3,"d":1}}""")]
    [InlineData("""{"b":[{"d":1,"c":2}],"a":1}""", """{"a":3}""", """{"a":3,"b":[{"d":1,"c":2}]}""")]
    // what is new is looked through for nulls
    [InlineData("""{"a":1}""", """{"b":[{"d":{"f":1,"e":2},"c":null}]}""", """{"a":1,"b":[{"d":{"e":2,"f":1}}]}""")]
    [InlineData("""{"a":{"x":1}}""", """{"a":[{"d":1,"c":2}]}""", """{"a":[{"d":1,"c":2}]}""")]
    public void Of_a_merge_patch(string target, string patch, string shown)
    {
        OpenedObjects opened = new();

        var patched = MergePatch.Apply(JsonValue.Parse(target), JsonValue.Parse(patch), opened);

        Assert.Equal(shown, opened.InOrder(patched).ToString());
    }

    [Theory]
    [InlineData("""{"b":1,"a":{"d":1,"c":2}}""", """[]""", """{"a":{"d":1,"c":2},"b":1}""")]
    [InlineData("""{"b":1,"a":{"d":1,"c":{"f":1,"e":2}}}""", """[{"op":"add","path":"/a/b","value":{"z":1,"y":2}}]""",
        """{"a":{"b":{"z":1,"y":2},"c":{"f":1,"e":2},"d":1},"b":1}""")]
    [InlineData("""{"b":[{"d":1,"c":2},{"d":1,"c":2}]}""", """[{"op":"replace","path":"/b/1/c","value":3}]""", """{"b":[{"d":1,"c":2},{"c":3,"d":1}]}""")]
    [InlineData("""{"b":{"d":{"f":1,"e":2},"c":2},"a":{"y":1,"x":2}}""", """[{"op":"move","from":"/b/d","path":"/a/d"}]""",
        """{"a":{"d":{"f":1,"e":2},"x":2,"y":1},"b":{"c":2}}""")]
    [InlineData("""{"b":{"d":[{"f":1,"e":2}],"c":2}}""", """[{"op":"test","path":"/b","value":{"c":2,"d":[{"e":2,"f":1}]}}]""",
        """{"b":{"c":2,"d":[{"e":2,"f":1}]}}""")]
    [InlineData("""{"b":1}""", """[{"op":"replace","path":"","value":{"d":{"f":1,"e":2},"c":2}}]""", """{"c":2,"d":{"f":1,"e":2}}""")]
    public void Of_a_JSON_patch(string target, string patch, string shown)
    {
        OpenedObjects opened = new();

        var patched = JsonPatch.Parse(Encoding.UTF8.GetBytes(patch)).Apply(JsonValue.Parse(target), opened);

        Assert.Equal(shown, opened.InOrder(patched).ToString());
    }
}
