using System.Buffers.Text;
using System.Text;
using Kybernet.ApiServer.Pipeline;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Tests.Core;

/// <summary>Tokens that are none, in the words that upstream and Go's libraries have for them.</summary>
public sealed class ContinueTokenTests
{
    private const string Unmarshal = "json: cannot unmarshal ";
    private const string Good = """{"v":"meta.k8s.io/v1","rv":5,"start":"/a"}""";
    private static readonly StoreKey Prefix = StoreKey.Parse("/registry/configmaps/default/");

    [Theory]
    [InlineData("bogus", "illegal base64 data at input byte 4")]
    [InlineData("a", "illegal base64 data at input byte 0")]
    [InlineData("abcd\nabcd\na\n", "illegal base64 data at input byte 11")]
    [InlineData("ab=c", "illegal base64 data at input byte 2")]
    [InlineData("abcd+", "illegal base64 data at input byte 4")]
    [InlineData("aé!", "illegal base64 data at input byte 1")]
    [InlineData("YQ", "invalid character 'a' looking for beginning of value")]
    // The bits that are left over do not count.
    [InlineData("YR", "invalid character 'a' looking for beginning of value")]
    [InlineData("Y\r\nQ", "invalid character 'a' looking for beginning of value")]
    public void What_is_not_base64_or_holds_no_json(string token, string why) => Refused(token, why);

    [Theory]
    [InlineData("", "unexpected end of JSON input")]
    [InlineData("{", "unexpected end of JSON input")]
    [InlineData(Good + "x", "invalid character 'x' after top-level value")]
    [InlineData("{v:1}", "invalid character 'v' looking for beginning of object key string")]
    [InlineData("[]", Unmarshal + "array into Go value of type storage.continueToken")]
    [InlineData("1.5", Unmarshal + "number into Go value of type storage.continueToken")]
    [InlineData("true", Unmarshal + "bool into Go value of type storage.continueToken")]
    [InlineData("\"a\"", Unmarshal + "string into Go value of type storage.continueToken")]
    [InlineData("""{"v":1,"rv":"5"}""", Unmarshal + "number into Go struct field continueToken.v of type string")]
    [InlineData("""{"V":{"v":[]}}""", Unmarshal + "object into Go struct field continueToken.v of type string")]
    [InlineData("""{"rv":"5"}""", Unmarshal + "string into Go struct field continueToken.rv of type int64")]
    [InlineData("""{"rv":1.50}""", Unmarshal + "number 1.50 into Go struct field continueToken.rv of type int64")]
    [InlineData("""{"rv":1e3}""", Unmarshal + "number 1e3 into Go struct field continueToken.rv of type int64")]
    [InlineData("""{"rv":9223372036854775808}""", Unmarshal + "number 9223372036854775808 into Go struct field continueToken.rv of type int64")]
    [InlineData("null", "server does not recognize this encoded version ")]
    [InlineData("""{"v":"meta.k8s.io/v2"}""", "server does not recognize this encoded version meta.k8s.io/v2")]
    [InlineData("""{"v":"meta.k8s.io/v1","start":"/a"}""", "incorrect encoded start resourceVersion (version meta.k8s.io/v1)")]
    [InlineData("""{"v":"meta.k8s.io/v1","rv":null}""", "incorrect encoded start resourceVersion (version meta.k8s.io/v1)")]
    [InlineData("""{"v":"meta.k8s.io/v1","rv":5}""", "encoded start key empty (version meta.k8s.io/v1)")]
    [InlineData("""{"v":"meta.k8s.io/v1","rv":5,"start":"../a"}""", "../a")]
    [InlineData("""{"v":"meta.k8s.io/v1","rv":5,"start":"a//b"}""", "a//b")]
    [InlineData("""{"v":"meta.k8s.io/v1","rv":5,"start":"/a/"}""", "/a/")]
    public void What_holds_json_of_another_kind(string json, string why) => Refused(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json)), why);

    [Theory]
    [InlineData(Good, "a")]
    [InlineData("""{"V":"x","v":"meta.k8s.io/v1","RV":5,"start":"a/b","more":[{}],"rv":null}""", "a/b")]
    [InlineData("""{"v":"meta.k8s.io/v1","rv":5,"start":"/"}""", "")]
    public void Fields_are_read_as_go_reads_them(string json, string key)
    {
        var token = ContinueToken.Decode(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json)), Prefix);
        Assert.Equal((5, Prefix + key), (token.Revision, token.Start.ToString()));
    }

    private static void Refused(string token, string why) =>
        Assert.Equal("continue key is not valid: " + why, Assert.ThrowsAny<FormatException>(() => ContinueToken.Decode(token, Prefix)).Message);
}
