using Kybernet.Api.Fields;
using Kybernet.Api.Json;
using Kybernet.Api.Schema;

namespace Kybernet.Api.Tests.Fields;

/// <summary>The quick way to what a new object has gives what the comparison with a blank object gives.</summary>
public sealed class AddedFieldsTests
{
    public static TheoryData<string> Objects => RoundtripTests.Ours;

    [Theory]
    [MemberData(nameof(Objects))]
    public void Objects_with_every_field(string file) => Check(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "roundtrip", file)));

    [Theory]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"},"spec":{"containers":null},"status":{}}""")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","metadata":{"labels":{}},"spec":{"containers":[],"tolerations":[]},"status":null}""")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","metadata":{"labels":{"a/b":"c","é\"":"d"},"finalizers":["x/y","x/y","x/z"]},"spec":{"containers":[{"name":"a","ports":[{"containerPort":80},{"containerPort":80,"protocol":"UDP"}]}]}}""")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","metadata":null,"spec":{"containers":[{"image":"i","name":"a"},{"name":"b"},{"name":"a"}],"nodeSelector":{"a":"b"}}}""")]
    [InlineData("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{},"data":{"b":"1","a":"2"},"binaryData":{},"immutable":false}""")]
    [InlineData("""{"kind":"ConfigMap","apiVersion":"v1","x":{"y":[1,{"z":{}}],"w":{"v":1}},"data":{"a":null}}""")]
    public void Odd_objects(string json) => Check(System.Text.Encoding.UTF8.GetBytes(json));

    [Theory]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","spec":{"containers":[{"image":"i"}]}}""")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","metadata":{"finalizers":[null]}}""")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","spec":{"containers":[null]}}""")]
    public void Items_that_cannot_be_told_apart(string json)
    {
        var (blank, schema) = Kind(System.Text.Encoding.UTF8.GetBytes(json));
        var slow = Assert.Throws<FieldSchemaException>(() => FieldChanges.Between(blank, JsonValue.Parse(json), schema));
        var quick = Assert.Throws<FieldSchemaException>(() => AddedFields.Beyond(blank, System.Text.Encoding.UTF8.GetBytes(json), schema));
        Assert.Equal(slow.Message, quick.Message);
    }

    private static void Check(byte[] json)
    {
        var (blank, schema) = Kind(json);
        var slow = FieldChanges.Between(blank, JsonValue.Parse(json), schema);
        // Twice: the second walk works in what the first one left.
        for (var i = 0; i < 2; i++) Assert.Equal(slow.Set.ToString(), AddedFields.Beyond(blank, json, schema).ToString());
        Assert.Equal(FieldsV1.Decode(FieldsV1.Encode(slow.Set).Utf8), slow.Set);
    }

    private static (JsonObject Blank, MergeSchema Schema) Kind(byte[] json)
    {
        var value = RoundtripTests.Create(json);
        var kind = (KubeKind)value;
        var blank = JsonValue.Parse(KubeCodec.Encode(value)).AsObject();
        var version = GroupVersion.Parse(JsonValue.Parse(json).AsObject()["apiVersion"].AsString());
        var schema = SchemaCatalog.Find(new GroupVersionKind(version.Group, version.Version, kind.Kind))!;
        return (blank, TypeMergeSchema.Of(schema));
    }
}
