using System.Text;
using Kybernet.Api;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Xunit;

namespace Kybernet.Api.Tests.Json;

/// <summary>Bytes that are no UTF-8, and escapes that are half a pair, become U+FFFD wherever they stand, as in Go.</summary>
public sealed class BrokenUtf8Tests
{
    [Theory]
    [InlineData("\"\u00c3(\"")]
    [InlineData("\"\u00ff\"")]
    [InlineData("\"\\ud800\"")]
    public void A_field_that_is_not_known_is_told(string name)
    {
        List<string> problems = [];
        KubeCodec.Decode<ConfigMap>(Encoding.Latin1.GetBytes("{" + name + ":1,\"data\":{\"a\":\"b\"}}"), problems);
        var problem = Assert.Single(problems);
        Assert.StartsWith("unknown field \"", problem);
        Assert.Contains('\ufffd', problem);
    }

    [Theory]
    [InlineData("""{"metadata":{"creationTimestamp":"~"}}""")]
    [InlineData("""{"metadata":{"creationTimestamp":"\ud800"}}""")]
    [InlineData("""{"spec":{"template":{"spec":{"containers":[{"resources":{"limits":{"cpu":"~"}}}]}}}}""")]
    [InlineData("""{"spec":{"template":{"spec":{"containers":[{"resources":{"limits":{"cpu":"\udfff"}}}]}}}}""")]
    public void A_value_that_does_not_fit_is_refused(string json) =>
        Assert.Throws<JsonDecodeException>(() => KubeCodec.Decode<Deployment>(Encoding.Latin1.GetBytes(json.Replace('~', '\u00ff'))));

    [Fact]
    public void A_port_may_be_any_text()
    {
        var service = KubeCodec.Decode<Service>(Encoding.Latin1.GetBytes("{\"spec\":{\"ports\":[{\"targetPort\":\"\u00ff\"}]}}"));
        Assert.Equal("\ufffd", service.Spec.Ports[0].TargetPort.ToString());
    }

    [Theory]
    [InlineData("~")]
    [InlineData("\\ud800")]
    public void What_is_no_base64_is_refused(string text) =>
        Assert.Throws<JsonDecodeException>(() => KubeCodec.Decode<Secret>(Encoding.Latin1.GetBytes("{\"data\":{\"a\":\"" + text.Replace('~', '\u00ff') + "\"}}")));

    [Fact]
    public void Base64_may_be_escaped() => Assert.Equal("b"u8.ToArray(), KubeCodec.Decode<Secret>("""{"data":{"a":"\u0059g=="}}"""u8).Data["a"]);
}
