using System.Text;
using FsCheck.Xunit;
using Kybernet.Api.Json;
using Kybernet.Api.Patches;
using Kybernet.Api.Tests.Json;

namespace Kybernet.Api.Tests.Patches;

public sealed class MergePatchTests
{
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", """{}""")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("""[1,2]""", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [InlineData("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    [InlineData("""{"a":1}""", """{"a":{"b":null,"c":[{"d":null}]}}""", """{"a":{"c":[{}]}}""")]
    public void Patches_merge(string target, string patch, string result) =>
        Assert.Equal(result, MergePatch.Apply(JsonValue.Parse(target), JsonValue.Parse(patch)).ToString());

    [Theory]
    [InlineData("[]", "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData("", "error decoding patch: unexpected end of JSON input")]
    [InlineData("null", "Invalid JSON Patch")]
    public void What_is_no_patch_is_malformed(string patch, string message)
    {
        var failure = Assert.Throws<PatchException>(() => MergePatch.Parse(Encoding.UTF8.GetBytes(patch)));

        Assert.Equal((PatchFailure.Malformed, message), (failure.Failure, failure.Message));
    }

    [Property(MaxTest = 300, Arbitrary = [typeof(JsonTrees)])]
    public bool Applying_twice_is_applying_once(JsonValue target, JsonValue patch)
    {
        var once = MergePatch.Apply(target.Clone(), patch.Clone());
        return MergePatch.Apply(once.Clone(), patch.Clone()) == once;
    }

    [Property(MaxTest = 300, Arbitrary = [typeof(JsonTrees)])]
    public bool An_empty_patch_changes_nothing(JsonValue target) =>
        target.Kind != JsonKind.Object || MergePatch.Apply(target.Clone(), new JsonObject()) == target;
}
