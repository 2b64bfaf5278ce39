using System.Text;
using FsCheck.Xunit;
using Kybernet.Api.Json;
using Kybernet.Api.Patches;
using Kybernet.Api.Tests.Json;

namespace Kybernet.Api.Tests.Patches;

public sealed class JsonPatchTests
{
    private static JsonPatch Patch(string json) => JsonPatch.Parse(Encoding.UTF8.GetBytes(json));

    [Theory]
    [InlineData("""{"a":1}""", """[]""", """{"a":1}""")]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"/b","value":{"c":[]}}]""", """{"a":1,"b":{"c":[]}}""")]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"/a","value":2}]""", """{"a":2}""")]
    [InlineData("""{"a":[1,3]}""", """[{"op":"add","path":"/a/1","value":2}]""", """{"a":[1,2,3]}""")]
    [InlineData("""{"a":[1]}""", """[{"op":"add","path":"/a/-","value":2},{"op":"add","path":"/a/2","value":3}]""", """{"a":[1,2,3]}""")]
    [InlineData("""{"a":[1,2,3]}""", """[{"op":"remove","path":"/a/1"},{"op":"remove","path":"/a/-1"}]""", """{"a":[1]}""")]
    [InlineData("""{"a":{"b":1,"c":2}}""", """[{"op":"remove","path":"/a/b"}]""", """{"a":{"c":2}}""")]
    [InlineData("""{"a":[1,2]}""", """[{"op":"replace","path":"/a/0","value":"x"}]""", """{"a":["x",2]}""")]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"","value":{"b":2}}]""", """{"b":2}""")]
    [InlineData("""{"a":1,"b":{}}""", """[{"op":"move","from":"/a","path":"/b/c"}]""", """{"b":{"c":1}}""")]
    [InlineData("""{"a":{"x":1}}""", """[{"op":"copy","from":"/a","path":"/b"},{"op":"replace","path":"/b/x","value":2}]""", """{"a":{"x":1},"b":{"x":2}}""")]
    [InlineData("""{"a/b":1,"~":2}""", """[{"op":"replace","path":"/a~1b","value":3},{"op":"remove","path":"/~0"}]""", """{"a/b":3}""")]
    [InlineData("""{"a":{"b":[1,{"c":null}]}}""", """[{"op":"test","path":"/a","value":{"b":[1,{"c":null}]}},{"op":"test","path":"/x","value":null}]""", """{"a":{"b":[1,{"c":null}]}}""")]
    [InlineData("""{"a":1}""", """[{"op":"add","path":"/b"}]""", """{"a":1,"b":null}""")]
    public void Operations_apply(string document, string patch, string result) =>
        Assert.Equal(result, Patch(patch).Apply(JsonValue.Parse(document)).ToString());

    [Theory]
    [InlineData("""[{"op":"bogus","path":"/x"}]""", "Unexpected kind: bogus")]
    [InlineData("""[{"op":"remove","path":"/x"}]""", "remove operation does not apply: doc is missing path: /x: missing value")]
    [InlineData("""[{"op":"replace","path":"/x","value":1}]""", "replace operation does not apply: doc is missing path: /x: missing value")]
    [InlineData("""[{"op":"add","path":"/x/y","value":1}]""", "add operation does not apply: doc is missing path: /x/y: missing value")]
    [InlineData("""[{"op":"add","path":"/a/5","value":1}]""", "add operation does not apply: Unable to access invalid index: 5")]
    [InlineData("""[{"op":"add","path":"/a/x","value":1}]""", "add operation does not apply: Unable to access invalid index: x")]
    [InlineData("""[{"op":"test","path":"/a","value":[1,2]}]""", "testing value /a failed: test failed")]
    [InlineData("""[{"op":"copy","from":"/x","path":"/y"}]""", "copy operation does not apply: doc is missing path: /x: missing value")]
    [InlineData("""[{"op":"move","from":"/a","path":"/a/b"}]""", "move operation does not apply: doc is missing path: /a: missing value")]
    [InlineData("""[{"op":"add","path":"","value":{}}]""", "add operation does not apply: doc is missing path: : missing value")]
    [InlineData("""[{"op":"remove","path":""}]""", "remove operation does not apply: doc is missing path: : missing value")]
    [InlineData("""[{"op":"copy","from":"","path":"/b"}]""", "copy operation does not apply: doc is missing path: : missing value")]
    [InlineData("""[{"op":"move","from":"","path":"/b"}]""", "move operation does not apply: doc is missing path: : missing value")]
    [InlineData("""[{"op":"replace","path":"","value":1}]""", "replace operation does not apply: replace operation value must be object or array")]
    [InlineData("""[{"op":"add","path":"x","value":1}]""", "add operation does not apply: path \"x\" does not start with a slash")]
    public void What_does_not_fit_is_unprocessable(string patch, string message)
    {
        var failure = Assert.Throws<PatchException>(() => Patch(patch).Apply(JsonValue.Parse("""{"a":[1]}""")));

        Assert.Equal((PatchFailure.Unprocessable, message), (failure.Failure, failure.Message));
    }

    [Theory]
    [InlineData("", "error decoding patch: unexpected end of JSON input")]
    [InlineData("not json", "error decoding patch: invalid character 'o' in literal null (expecting 'u')")]
    [InlineData("{}", "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp")]
    [InlineData("[1]", "error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp")]
    [InlineData("""[{"op":1}]""", "error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string")]
    public void What_is_no_patch_is_malformed(string patch, string message)
    {
        var failure = Assert.Throws<PatchException>(() => Patch(patch));

        Assert.Equal((PatchFailure.Malformed, message), (failure.Failure, failure.Message));
    }

    [Fact]
    public void Operations_are_bounded()
    {
        var many = $"[{string.Join(',', Enumerable.Repeat("""{"op":"test","path":"","value":1}""", JsonPatch.MaxOperations + 1))}]";

        var failure = Assert.Throws<PatchException>(() => Patch(many));

        Assert.Equal(PatchFailure.TooLarge, failure.Failure);
        Assert.Contains("The allowed maximum operations in a JSON patch is 10000, got 10001", failure.Message);
    }

    [Fact]
    public void Copies_are_bounded()
    {
        var doubling = $"[{string.Join(',', Enumerable.Range(0, 60).Select(i => $$"""{"op":"copy","from":"/a","path":"/a/k{{i}}"}"""))}]";

        Assert.Equal(PatchFailure.TooLarge, Assert.Throws<PatchException>(() => Patch(doubling).Apply(JsonValue.Parse("""{"a":{"b":1}}"""))).Failure);
    }

    [Fact]
    public void Depth_is_bounded()
    {
        var path = "";
        List<string> operations = [];
        for (var i = 0; i < 600; i++) operations.Add($$$"""{"op":"add","path":"{{{path += "/a"}}}","value":{}}""");
        operations.Add("""{"op":"copy","from":"/a","path":"/b"}""");

        Assert.Equal("exceeded max depth", Assert.Throws<PatchException>(() => Patch($"[{string.Join(',', operations)}]").Apply(new JsonObject())).Message);
    }

    [Property(MaxTest = 200, Arbitrary = [typeof(JsonTrees)])]
    public bool Adding_and_removing_gives_the_document_back(JsonValue value)
    {
        var before = JsonValue.Parse("""{"a":[1,2]}""");
        var patch = new JsonArray([
            new JsonObject { ["op"] = "add", ["path"] = "/a/1", ["value"] = value },
            new JsonObject { ["op"] = "test", ["path"] = "/a/1", ["value"] = value },
            new JsonObject { ["op"] = "move", ["from"] = "/a/1", ["path"] = "/b" },
            new JsonObject { ["op"] = "remove", ["path"] = "/b" },
        ]);

        return JsonPatch.From(patch).Apply(before.Clone()) == before;
    }
}
