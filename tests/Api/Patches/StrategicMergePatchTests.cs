using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kybernet.Api.Json;
using Kybernet.Api.Patches;
using Kybernet.Api.Schema;

namespace Kybernet.Api.Tests.Patches;

public sealed class StrategicMergePatchTests
{
    private static TypePatchSchema Pod => new(SchemaCatalog.Find("core.v1", "Pod")!);

    private static TypePatchSchema Deployment => new(SchemaCatalog.Find("apps.v1", "Deployment")!);

    private static TypePatchSchema Service => new(SchemaCatalog.Find("core.v1", "Service")!);

    private static string Apply(IPatchSchema schema, string original, string patch) =>
        ((JsonValue)StrategicMergePatch.Apply(JsonValue.Parse(original).AsObject(), JsonValue.Parse(patch).AsObject(), schema)).ToString();

    [Theory]
    // objects
    [InlineData("""{"metadata":{"labels":{"a":"1","b":"2"}}}""", """{"metadata":{"labels":{"b":null,"c":"3"}}}""", """{"metadata":{"labels":{"a":"1","c":"3"}}}""")]
    [InlineData("""{"metadata":{"labels":{"a":"1"}}}""", """{"metadata":{"labels":null}}""", """{"metadata":{}}""")]
    [InlineData("""{"metadata":{"labels":{"a":"1"}}}""", """{"metadata":{"labels":{"$patch":"replace","b":"2"}}}""", """{"metadata":{"labels":{"b":"2"}}}""")]
    [InlineData("""{"metadata":{"labels":{"a":"1"}}}""", """{"metadata":{"labels":{"$patch":"delete"}}}""", """{"metadata":{"labels":{}}}""")]
    [InlineData("""{}""", """{"metadata":{"labels":{"a":null,"b":"1"}}}""", """{"metadata":{"labels":{"b":"1"}}}""")]
    // lists of objects with a merge key
    [InlineData("""{"spec":{"containers":[{"name":"a","image":"1"},{"name":"b","image":"2"}]}}""", """{"spec":{"containers":[{"name":"b","image":"3"}]}}""",
        """{"spec":{"containers":[{"name":"a","image":"1"},{"name":"b","image":"3"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a"}]}}""", """{"spec":{"containers":[{"name":"n","image":"x"}]}}""",
        """{"spec":{"containers":[{"name":"n","image":"x"},{"name":"a"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""", """{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}""",
        """{"spec":{"containers":[{"name":"b"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""", """{"spec":{"containers":[{"name":"c"},{"$patch":"replace"}]}}""",
        """{"spec":{"containers":[{"name":"c"}]}}""")]
    [InlineData("""{"spec":{}}""", """{"spec":{"containers":[{"name":"a","$patch":"delete"},{"name":"b"}]}}""", """{"spec":{"containers":[{"name":"b"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a","env":[{"name":"X","value":"1"},{"name":"Y","value":"2"}]}]}}""",
        """{"spec":{"containers":[{"name":"a","env":[{"name":"X","value":"3"}],"args":["q"]}]}}""",
        """{"spec":{"containers":[{"name":"a","env":[{"name":"X","value":"3"},{"name":"Y","value":"2"}],"args":["q"]}]}}""")]
    // lists without a strategy are replaced
    [InlineData("""{"spec":{"containers":[{"name":"a","args":["x","y"]}]}}""", """{"spec":{"containers":[{"name":"a","args":["z"]}]}}""",
        """{"spec":{"containers":[{"name":"a","args":["z"]}]}}""")]
    [InlineData("""{"spec":{"tolerations":[{"key":"a"}]}}""", """{"spec":{"tolerations":[{"key":"b"}]}}""", """{"spec":{"tolerations":[{"key":"b"}]}}""")]
    // lists of scalars as sets
    [InlineData("""{"metadata":{"finalizers":["a","b"]}}""", """{"metadata":{"finalizers":["c","a"]}}""", """{"metadata":{"finalizers":["c","a","b"]}}""")]
    [InlineData("""{"metadata":{"finalizers":["a","b","c"]}}""", """{"metadata":{"$deleteFromPrimitiveList/finalizers":["b","x"]}}""", """{"metadata":{"finalizers":["a","c"]}}""")]
    [InlineData("""{"metadata":{}}""", """{"metadata":{"$deleteFromPrimitiveList/finalizers":["b"]}}""", """{"metadata":{}}""")]
    // order
    [InlineData("""{"spec":{"containers":[{"name":"a"},{"name":"b"},{"name":"c"}]}}""", """{"spec":{"$setElementOrder/containers":[{"name":"c"},{"name":"a"}]}}""",
        """{"spec":{"containers":[{"name":"b"},{"name":"c"},{"name":"a"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a"},{"name":"s"},{"name":"b"}]}}""",
        """{"spec":{"$setElementOrder/containers":[{"name":"a"},{"name":"n"},{"name":"b"}],"containers":[{"name":"n"},{"name":"b","image":"x"}]}}""",
        """{"spec":{"containers":[{"name":"a"},{"name":"n"},{"name":"s"},{"name":"b","image":"x"}]}}""")]
    [InlineData("""{"metadata":{"finalizers":["a","b"]}}""", """{"metadata":{"$setElementOrder/finalizers":["b","n","a"],"finalizers":["n"]}}""", """{"metadata":{"finalizers":["b","n","a"]}}""")]
    [InlineData("""{"spec":{}}""", """{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"a"},{"$patch":"delete","name":"x"}]}}""",
        """{"spec":{"containers":[{"name":"a"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""",
        """{"spec":{"$setElementOrder/containers":[{"name":"b"}],"containers":[{"$patch":"delete","name":"a"}]}}""",
        """{"spec":{"containers":[{"name":"b"}]}}""")]
    // unions
    [InlineData("""{"spec":{"volumes":[{"name":"v","emptyDir":{}}]}}""", """{"spec":{"volumes":[{"name":"v","$retainKeys":["name","hostPath"],"hostPath":{"path":"/x"}}]}}""",
        """{"spec":{"volumes":[{"name":"v","hostPath":{"path":"/x"}}]}}""")]
    // in what is new, directives other than $patch are fields that nobody knows
    [InlineData("""{"spec":{}}""", """{"spec":{"volumes":[{"name":"v","$retainKeys":["name","hostPath"],"hostPath":{"path":"/x"}}]}}""",
        """{"spec":{"volumes":[{"name":"v","$retainKeys":["name","hostPath"],"hostPath":{"path":"/x"}}]}}""")]
    [InlineData("""{"metadata":{"name":"n"}}""", """{"metadata":{"labels":{"$patch":"replace","b":"2"}}}""", """{"metadata":{"name":"n"}}""")]
    [InlineData("""{"metadata":{"labels":"x"}}""", """{"metadata":{"labels":{"$patch":"delete"}}}""", """{"metadata":{}}""")]
    public void Patches_merge_by_the_pods_schema(string original, string patch, string result) => Assert.Equal(result, Apply(Pod, original, patch));

    [Fact]
    public void A_strategy_keeps_only_its_keys() => Assert.Equal(
        """{"spec":{"strategy":{"type":"Recreate"}}}""",
        Apply(Deployment, """{"spec":{"strategy":{"type":"RollingUpdate","rollingUpdate":{"maxSurge":1}}}}""", """{"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"}}}"""));

    [Theory]
    [InlineData("""{"spec":{"ports":[{"name":"http","targetPort":10248}]}}""", PatchFailure.Internal, "map: map[name:http targetPort:10248] does not contain declared merge key: port")]
    [InlineData("""{"spec":{"ports":[{"protocol":null}]}}""", PatchFailure.Internal, "map: map[protocol:<nil>] does not contain declared merge key: port")]
    [InlineData("""{"spec":{"ports":[{}]}}""", PatchFailure.Internal, "map: map[] does not contain declared merge key: port")]
    [InlineData("""{"spec":{"ports":[{"$patch":"delete"}]}}""", PatchFailure.Internal, "map: map[$patch:delete] does not contain declared merge key: port")]
    [InlineData("""{"spec":{"ports":[{"port":1,"$patch":"x"}]}}""", PatchFailure.Internal, "unknown patch type: x in map: map[$patch:x port:1]")]
    [InlineData("""{"spec":{"ports":[{"port":1,"$patch":"merge"}]}}""", PatchFailure.Internal, "merging lists cannot yet be specified in the patch")]
    [InlineData("""{"spec":{"ports":[[]]}}""", PatchFailure.Internal, "list element types are not identical: [[map[port:80]] [[]]]")]
    [InlineData("""{"spec":{"$patch":"bad"}}""", PatchFailure.Internal, "unknown patch type: bad in map: map[$patch:bad]")]
    [InlineData("""{"spec":{"$retainKeys":["type"],"clusterIP":"x"}}""", PatchFailure.Malformed, "invalid patch format of retainKeys")]
    [InlineData("""{"spec":{"$retainKeys":"type"}}""", PatchFailure.Malformed, "invalid patch format of retainKeys")]
    [InlineData("""{"spec":{"$setElementOrder":[]}}""", PatchFailure.Malformed, "invalid patch format of setElementOrder list")]
    [InlineData("""{"spec":{"$deleteFromPrimitiveList/ports":1}}""", PatchFailure.Malformed, "invalid patch format of primitive list")]
    [InlineData("""{"spec":{"ports":[{"port":1}],"$setElementOrder/ports":[{"port":2}]}}""", PatchFailure.Internal,
        "The order in patch list:\n[map[port:1]]\n doesn't match $setElementOrder list:\n[map[port:2]]\n")]
    public void What_does_not_fit_is_refused_in_upstreams_words(string patch, PatchFailure why, string message)
    {
        var failure = Assert.Throws<PatchException>(() => Apply(Service, """{"spec":{"ports":[{"port":80}]}}""", patch));

        Assert.Equal((why, message), (failure.Failure, failure.Message));
    }

    [Fact]
    public void What_is_no_patch_is_malformed() => Assert.Equal(
        "json: cannot unmarshal array into Go value of type map[string]interface {}",
        Assert.Throws<PatchException>(() => StrategicMergePatch.Parse(Encoding.UTF8.GetBytes("[]"))).Message);

    [Fact]
    public void Schema_words_with_a_dollar_are_no_directives()
    {
        TypePatchSchema schema = new(SchemaCatalog.Find("apiextensions.v1", "CustomResourceDefinition")!);

        var result = Apply(schema, """{"spec":{}}""", """{"spec":{"versions":[{"name":"v1","schema":{"openAPIV3Schema":{"$ref":"x"}}}]}}""");

        Assert.Contains("\"$ref\":\"x\"", result);
    }

    private static Arbitrary<JsonObject> Pods()
    {
        var container =
            from name in Gen.Elements("a", "b", "c", "d", "e")
            from image in Gen.Elements("x", "y")
            from args in Gen.Elements("1", "2").ListOf()
            select (name, value: (JsonValue)new JsonObject { ["name"] = name, ["image"] = image, ["args"] = new JsonArray(args.Select(a => (JsonValue)a)) });
        var pod =
            from containers in container.ListOf()
            from finalizers in Gen.Elements("f", "g", "h").ListOf()
            from label in Gen.Elements("p", "q")
            select new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { [label] = "1" }, ["finalizers"] = new JsonArray(finalizers.Distinct().Select(f => (JsonValue)f)) },
                ["spec"] = new JsonObject { ["containers"] = new JsonArray(containers.DistinctBy(c => c.name).Select(c => c.value)) },
            };
        return pod.ToArbitrary();
    }

    [Property(MaxTest = 300)]
    public Property An_object_patched_with_itself_stays() => Prop.ForAll(
        Pods(), pod => (JsonValue)StrategicMergePatch.Apply(pod.Clone(), pod.Clone(), Pod) == pod);

    [Property(MaxTest = 300)]
    public Property An_empty_patch_changes_nothing() => Prop.ForAll(
        Pods(), pod => (JsonValue)StrategicMergePatch.Apply(pod.Clone(), new(), Pod) == pod);

    [Property(MaxTest = 300)]
    public Property Applying_twice_is_applying_once() => Prop.ForAll(Pods(), Pods(), (original, patch) =>
    {
        var once = StrategicMergePatch.Apply(original.Clone(), patch.Clone(), Pod);
        return (JsonValue)StrategicMergePatch.Apply(once.Clone(), patch.Clone(), Pod) == once;
    });

    [Property(MaxTest = 300)]
    public Property Every_element_of_both_lists_is_there_once() => Prop.ForAll(Pods(), Pods(), (original, patch) =>
    {
        static IEnumerable<string> Names(JsonObject pod) => pod.Get("spec", "containers").AsArray().Select(c => c.AsObject()["name"].AsString());
        var wanted = Names(original).Union(Names(patch)).Order(StringComparer.Ordinal).ToArray();
        var merged = StrategicMergePatch.Apply(original.Clone(), patch.Clone(), Pod);

        return Names(merged).Order(StringComparer.Ordinal).SequenceEqual(wanted);
    });
}
