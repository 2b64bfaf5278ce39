using Kybernet.Api.Json;
using Kybernet.Api.Schema;

namespace Kybernet.Api.Tests.Codec;

/// <summary>How a tree is fitted to a type where no JSON text is between: upstream's errors, and the numbers that it takes.</summary>
public sealed class UnstructuredConversionTests
{
    [Theory]
    [InlineData("""{"spec":{"replicas":"1"}}""", "unrecognized type: int32")]
    [InlineData("""{"spec":{"replicas":true}}""", "unrecognized type: int32")]
    [InlineData("""{"spec":{"replicas":{}}}""", "unrecognized type: int32")]
    [InlineData("""{"spec":{"replicas":1.5}}""", "cannot convert float64 to int32")]
    [InlineData("""{"metadata":{"generation":"1"}}""", "unrecognized type: int64")]
    [InlineData("""{"spec":{"paused":"true"}}""", "unrecognized type: bool")]
    [InlineData("""{"spec":{"paused":1}}""", "unrecognized type: bool")]
    [InlineData("""{"metadata":{"name":1}}""", "cannot convert int64 to string")]
    [InlineData("""{"metadata":{"name":1.5}}""", "unrecognized type: string")]
    [InlineData("""{"metadata":{"name":false}}""", "unrecognized type: string")]
    [InlineData("""{"metadata":{"name":["a"]}}""", "unrecognized type: string")]
    [InlineData("""{"metadata":{"labels":{"a":1}}}""", "cannot convert int64 to string")]
    [InlineData("""{"metadata":{"labels":["a"]}}""", "cannot restore map from slice")]
    [InlineData("""{"metadata":{"labels":"a"}}""", "cannot restore map from string")]
    [InlineData("""{"metadata":{"finalizers":"a"}}""", "cannot restore slice from string")]
    [InlineData("""{"metadata":{"finalizers":{"a":"b"}}}""", "cannot restore slice from map")]
    [InlineData("""{"metadata":{"finalizers":[1]}}""", "cannot convert int64 to string")]
    [InlineData("""{"spec":"x"}""", "cannot restore struct from: string")]
    [InlineData("""{"spec":[]}""", "cannot restore struct from: slice")]
    [InlineData("""{"spec":{"template":{"spec":{"restartPolicy":1}}}}""", "cannot convert int64 to v1.RestartPolicy")]
    [InlineData("""{"spec":{"template":{"spec":{"containers":[{"ports":[{"protocol":1}]}]}}}}""", "cannot convert int64 to v1.Protocol")]
    [InlineData("""{"metadata":{"creationTimestamp":1}}""", "json: cannot unmarshal number into Go value of type string")]
    [InlineData("""{"spec":{"template":{"spec":{"overhead":{"cpu":"x"}}}}}""", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    [InlineData("""{"spec":{"strategy":{"rollingUpdate":{"maxSurge":true}}}}""", "json: cannot unmarshal bool into Go value of type int32")]
    [InlineData("""{"spec":{"strategy":{"rollingUpdate":{"maxSurge":{}}}}}""", "json: cannot unmarshal object into Go value of type int32")]
    // the first field of the type, not the first of the tree
    [InlineData("""{"spec":{"paused":1,"replicas":"1"},"metadata":{"name":[]}}""", "unrecognized type: string")]
    public void What_does_not_fit_is_told_without_its_field(string tree, string message) =>
        Assert.Equal(message, Assert.Throws<JsonDecodeException>(() => Fit("apps.v1", "Deployment", tree)).Message);

    [Theory]
    [InlineData("""{"data":{"a":"%"}}""", "error decoding from json: illegal base64 data at input byte 0")]
    [InlineData("""{"data":{"a":1}}""", "cannot restore slice from int64")]
    [InlineData("""{"data":{"a":["x"]}}""", "unrecognized type: uint8")]
    public void Bytes_are_base64_or_a_list_of_numbers(string tree, string message) =>
        Assert.Equal(message, Assert.Throws<JsonDecodeException>(() => Fit("core.v1", "Secret", tree)).Message);

    [Theory]
    [InlineData("""{"spec":{"replicas":3.0}}""", """{"spec":{"replicas":3}}""")]
    [InlineData("""{"spec":{"replicas":4294967297}}""", """{"spec":{"replicas":1}}""")]
    [InlineData("""{"spec":{"replicas":null,"selector":null},"metadata":null}""", """{"spec":{"replicas":null,"selector":null},"metadata":null}""")]
    public void Numbers_become_what_Go_makes_of_them(string tree, string fitted) => Assert.Equal(fitted, Fit("apps.v1", "Deployment", tree).Tree);

    [Fact]
    public void A_list_of_numbers_becomes_bytes() =>
        Assert.Equal("""{"data":{"a":"aGkA","b":""}}""", Fit("core.v1", "Secret", """{"data":{"a":[104,105,256],"b":""}}""").Tree);

    [Theory]
    [InlineData("""{"zzz":1,"spec":{"nope":null,"template":{"spec":{"containers":[{},{"also":{}}]}}}}""",
        "unknown field \"spec.nope\"", "unknown field \"spec.template.spec.containers[1].also\"", "unknown field \"zzz\"")]
    [InlineData("""{"metadata":{"labels":{"any":"x"}},"spec":{"replicas":1}}""")]
    public void Unknown_fields_are_told_in_the_order_of_their_ways(string tree, params string[] unknown) =>
        Assert.Equal(unknown, Fit("apps.v1", "Deployment", tree).Unknown);

    private static (string Tree, IReadOnlyList<string> Unknown) Fit(string package, string type, string text)
    {
        var tree = JsonValue.Parse(text).AsObject();
        var unknown = UnstructuredConversion.Fit(tree, SchemaCatalog.Find(package, type)!);
        return (((JsonValue)tree).ToString(), unknown);
    }
}
