using System.Text;
using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Pipeline.Decoding;
using Xunit;

namespace Kybernet.ApiServer.Tests.Audit;

/// <summary>The audit log is JSON, one event a line, whatever clients send.</summary>
public sealed class RecordedBodyTests
{
    [Theory]
    [InlineData("application/json", "{ \"a\":\n 1 }", "{\"a\":1}")]
    [InlineData("application/yaml", "a: 1\n", "{\"a\":1}")]
    [InlineData("application/json", "{\"a\":", "")]
    [InlineData("application/vnd.kubernetes.protobuf", "{}", "")]
    public void TextIsOneLineOfJsonOrNothing(string type, string body, string expected) =>
        Assert.Equal(expected, Record(type, Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void ProtobufIsShownAsJson()
    {
        var body = KubeCodec.EncodeProto(new ConfigMap { Metadata = { Name = "a" }, Data = { ["k"] = "v" } });
        Assert.Equal("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a"},"data":{"k":"v"}}""", Record("application/vnd.kubernetes.protobuf", body));
    }

    private static string Record(string type, byte[] body) => Encoding.UTF8.GetString(RecordedBody.Of(type, body).Span);
}
