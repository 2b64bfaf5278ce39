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
    [InlineData("""{"spec":{"containers":{}}}""", ".spec.containers: expected list, got &{{}}")]
    public void What_does_not_fit_the_schema_is_named(string text, string problem) =>
        Assert.Equal([problem], FieldCheck.Problems(JsonValue.Parse(text), Pod));

    [Fact]
    public void A_default_completes_the_keys_of_an_item() => Assert.Contains(
        """.spec.containers[name="c"].ports[containerPort=80,protocol="TCP"].name""",
        FieldsOf.Value(JsonValue.Parse("""{"spec":{"containers":[{"name":"c","ports":[{"containerPort":80,"name":"http"}]}]}}"""), Pod).Paths());

    private static JsonValue Containers(string names) => JsonValue.Parse(
        $$$"""{"spec":{"containers":[{{{string.Join(',', names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => $"{{\"name\":\"{n}\"}}"))}}}]}}""");

    private static string Names(JsonValue pod) =>
        string.Join(' ', pod.AsObject().Get("spec", "containers").AsArray().Select(c => c.AsObject()["name"].AsString()));
}
