using Kybernet.Api.Fields;
using Kybernet.Api.Json;
using Kybernet.Api.Schema;

namespace Kybernet.Api.Tests.Fields;

public sealed class FieldMergeTests
{
    private static readonly MergeSchema Pod = TypeMergeSchema.Of(SchemaCatalog.Find(new GroupVersionKind("", "v1", "Pod"))!);

    [Theory]
    [InlineData("a b c", "b", "a b c")]
    [InlineData("a b c", "c a", "b c a")]
    [InlineData("a b c", "x", "a b c x")]
    [InlineData("a b", "x a y", "x a b y")]
    [InlineData("", "x y", "x y")]
    [InlineData("a", "", "a")]
    public void Lists_by_key_keep_the_order_of_both(string live, string applied, string merged) =>
        Assert.Equal(merged, Names(FieldMerge.Merge(Containers(live), Containers(applied), Pod)));

    [Theory]
    [InlineData("""{"spec":{"nodeSelector":{"a":"1"}}}""", """{"spec":{"nodeSelector":{"b":"2"}}}""", """{"spec":{"nodeSelector":{"b":"2"}}}""")]
    [InlineData("""{"metadata":{"labels":{"a":"1"}}}""", """{"metadata":{"labels":{"b":"2"}}}""", """{"metadata":{"labels":{"a":"1","b":"2"}}}""")]
    [InlineData("""{"metadata":{"finalizers":["a/b"]}}""", """{"metadata":{"finalizers":["c/d"]}}""", """{"metadata":{"finalizers":["a/b","c/d"]}}""")]
    [InlineData("""{"spec":{"priority":1}}""", """{"spec":{"priority":null}}""", """{"spec":{"priority":null}}""")]
    [InlineData("""{"metadata":{"labels":{"a":"1"}}}""", """{"metadata":{"labels":null}}""", """{"metadata":{"labels":{"a":"1"}}}""")]
    public void Maps_merge_unless_they_are_atomic(string live, string applied, string merged) =>
        Assert.Equal(JsonValue.Parse(merged), FieldMerge.Merge(JsonValue.Parse(live), JsonValue.Parse(applied), Pod));

    [Fact]
    public void A_key_that_comes_twice_is_refused() => Assert.Equal(
        ": duplicate entries for key [name=\"a\"]",
        Assert.Throws<FieldSchemaException>(() => FieldMerge.Merge(Containers("a"), Containers("a a"), Pod)).Message);

    [Theory]
    [InlineData("""{"spec":{"x":1}}""", ".spec.x: field not declared in schema")]
    [InlineData("""{"spec":{"containers":[{"image":"i"}]}}""", ".spec.containers: element 0: associative list with keys has an element that omits all key fields [\"name\"] (and doesn't have default values for any key fields)")]
    [InlineData("""{"spec":{"containers":[{"image":"i"},{"name":1}]}}""", ".spec.containers: element 0: associative list with keys has an element that omits all key fields [\"name\"] (and doesn't have default values for any key fields)")]
    [InlineData("""{"metadata":{"finalizers":[["a"]]}}""", ".metadata.finalizers: element 0: not supported: associative list with lists as elements")]
    [InlineData("""{"spec":{"containers":{}}}""", ".spec.containers: expected list, got &{map[]}")]
    [InlineData("""{"spec":{"containers":{"b":[1,null],"a":"x"}}}""", ".spec.containers: expected list, got &{map[a:x b:[1 <nil>]]}")]
    [InlineData("""{"spec":[1]}""", ".spec: expected map, got &{[1]}")]
    [InlineData("""{"metadata":{"labels":"x"}}""", ".metadata.labels: expected map, got &{x}")]
    [InlineData("""{"spec":{"nodeName":80}}""", ".spec.nodeName: expected string, got &value.valueUnstructured{Value:80}")]
    [InlineData("""{"spec":{"nodeName":true}}""", ".spec.nodeName: expected string, got &value.valueUnstructured{Value:true}")]
    [InlineData("""{"spec":{"nodeName":1000000.5}}""", ".spec.nodeName: expected string, got &value.valueUnstructured{Value:1.0000005e+06}")]
    [InlineData("""{"spec":{"nodeName":["a\n",null]}}""", ".spec.nodeName: expected string, got &value.valueUnstructured{Value:[]interface {}{\"a\\n\", interface {}(nil)}}")]
    [InlineData("""{"spec":{"nodeName":{"b":1,"a":{}}}}""", ".spec.nodeName: expected string, got &value.valueUnstructured{Value:map[string]interface {}{\"a\":map[string]interface {}{}, \"b\":1}}")]
    [InlineData("""{"metadata":{"labels":{"a":1}}}""", ".metadata.labels.a: expected string, got &value.valueUnstructured{Value:1}")]
    [InlineData("""{"spec":{"containers":[{"name":"c","args":["a",1]}]}}""", ".spec.containers[name=\"c\"].args[1]: expected string, got &value.valueUnstructured{Value:1}")]
    [InlineData("""{"spec":{"priority":"high"}}""", ".spec.priority: expected numeric (int or float), got string")]
    [InlineData("""{"spec":{"priority":{}}}""", ".spec.priority: expected numeric (int or float), got map[string]interface {}")]
    [InlineData("""{"spec":{"priority":[]}}""", ".spec.priority: expected numeric (int or float), got []interface {}")]
    [InlineData("""{"spec":{"priority":false}}""", ".spec.priority: expected numeric (int or float), got bool")]
    [InlineData("""{"spec":{"hostNetwork":"yes"}}""", ".spec.hostNetwork: expected boolean, got &{yes}")]
    [InlineData("""{"spec":{"hostNetwork":{"a":1}}}""", ".spec.hostNetwork: expected boolean, got &{map[a:1]}")]
    [InlineData("""{"metadata":{"creationTimestamp":[]}}""", ".metadata.creationTimestamp: expected any scalar, got &{[]}")]
    [InlineData("""{"spec":{"overhead":{"cpu":{}}}}""", ".spec.overhead.cpu: expected any scalar, got &{map[]}")]
    public void What_does_not_fit_the_schema_is_named(string text, string problem) =>
        Assert.Equal([problem], FieldCheck.Problems(JsonValue.Parse(text), Pod));

    [Theory]
    [InlineData("""{"spec":{"priority":1.5,"nodeName":null,"hostNetwork":null,"containers":null}}""")]
    [InlineData("""{"spec":{"overhead":{"cpu":1,"memory":"1Gi"}},"metadata":{"creationTimestamp":1}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"c","livenessProbe":{"httpGet":{"port":80}},"readinessProbe":{"httpGet":{"port":"http"}}}]}}""")]
    public void What_fits_the_schema_may_still_not_be_decoded(string text) => Assert.Empty(FieldCheck.Problems(JsonValue.Parse(text), Pod));

    [Fact]
    public void Problems_are_listed_together_those_of_unknown_fields_once_a_map_and_last() => Assert.Equal(
        [
            ".metadata.name: expected string, got &value.valueUnstructured{Value:1}",
            ".spec.containers: duplicate entries for key [name=\"a\"]",
            ".spec.containers[name=\"a\"].stdin: expected boolean, got &{1}",
            ".spec.x: field not declared in schema",
        ],
        FieldCheck.Problems(
            JsonValue.Parse("""{"spec":{"x":1,"y":2,"containers":[{"name":"a"},{"name":"a","stdin":1}]},"metadata":{"name":1}}"""), Pod).Order(StringComparer.Ordinal));

    [Fact]
    public void A_default_completes_the_keys_of_an_item() => Assert.Contains(
        """.spec.containers[name="c"].ports[containerPort=80,protocol="TCP"].name""",
        FieldsOf.Value(JsonValue.Parse("""{"spec":{"containers":[{"name":"c","ports":[{"containerPort":80,"name":"http"}]}]}}"""), Pod).Paths());

    private static JsonValue Containers(string names) => JsonValue.Parse(
        $$$"""{"spec":{"containers":[{{{string.Join(',', names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => $"{{\"name\":\"{n}\"}}"))}}}]}}""");

    private static string Names(JsonValue pod) =>
        string.Join(' ', pod.AsObject().Get("spec", "containers").AsArray().Select(c => c.AsObject()["name"].AsString()));
}
