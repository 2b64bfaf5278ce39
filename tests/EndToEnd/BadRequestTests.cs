using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests;

/// <summary>What no kubectl would send: each gets the Status that upstream gives, and the server goes on.</summary>
public sealed class BadRequestTests(HollowProduct product) : IClassFixture<HollowProduct>
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    [Theory]
    [InlineData("POST", ConfigMaps, "application/json", "{", 400, "BadRequest", "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: unexpected end of JSON input ({)")]
    [InlineData("POST", ConfigMaps, "application/json", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":5}}""", 400, "BadRequest", "cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string")]
    [InlineData("POST", ConfigMaps, "application/yaml", "a: [", 400, "BadRequest", "yaml")]
    [InlineData("POST", ConfigMaps, "text/plain", "hello", 415, "UnsupportedMediaType", "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf")]
    [InlineData("POST", ConfigMaps, "application/json", """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a"}}""", 400, "BadRequest", "Secret in version \"v1\" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion")]
    [InlineData("POST", ConfigMaps, "application/json", """{"metadata":{"name":"Not_A_Name"}}""", 422, "Invalid", "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.'")]
    [InlineData("POST", ConfigMaps, "application/json", """{"metadata":{}}""", 422, "Invalid", "name or generateName is required")]
    [InlineData("POST", "/api/v1/namespaces/absent/configmaps", "application/json", """{"metadata":{"name":"a"}}""", 404, "NotFound", "namespaces \"absent\" not found")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps/absent", "", "", 404, "NotFound", "configmaps \"absent\" not found")]
    [InlineData("GET", "/apis/nothing.example/v1/things", "", "", 404, "", "404 page not found")]
    [InlineData("GET", "/api/v1/namespaces/default/nothings", "", "", 404, "NotFound", "the server could not find the requested resource")]
    [InlineData("POST", "/api/v1/namespaces/default/configmaps/a", "application/json", "{}", 405, "MethodNotAllowed", "the server does not allow this method on the requested resource")]
    [InlineData("GET", ConfigMaps + "?limit=abc", "", "", 400, "BadRequest", "strconv.ParseInt: parsing \"abc\": invalid syntax")]
    [InlineData("GET", ConfigMaps + "?labelSelector=a%3Db%3Dc", "", "", 400, "BadRequest", "found '=', expected: ',' or 'end of string'")]
    [InlineData("PATCH", "/api/v1/namespaces/default/configmaps/kube-root-ca.crt", "application/json-patch+json", "{}", 400, "BadRequest", "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp")]
    [InlineData("PATCH", "/api/v1/namespaces/default/configmaps/kube-root-ca.crt", "application/xml", "<a/>", 415, "UnsupportedMediaType", "415: Unsupported Media Type")]
    public async Task It_is_refused_with_upstreams_status(string method, string path, string type, string body, int code, string reason, string message)
    {
        using var http = AdminHttp.Open(product.Cluster);
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        if (type.Length > 0) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

        using var answer = await http.SendAsync(request);
        var said = await answer.Content.ReadAsStringAsync();
        Assert.True(code == (int)answer.StatusCode, $"{(int)answer.StatusCode}: {said}");
        if (reason.Length == 0)
        {
            Assert.Equal(message, said.Trim());
            return;
        }

        using var status = JsonDocument.Parse(said);
        Assert.Equal("Status", status.RootElement.GetProperty("kind").GetString());
        Assert.Equal("Failure", status.RootElement.GetProperty("status").GetString());
        Assert.Equal(reason, status.RootElement.GetProperty("reason").GetString());
        Assert.Equal(code, status.RootElement.GetProperty("code").GetInt32());
        Assert.Contains(message, status.RootElement.GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_body_over_three_megabytes_is_refused_and_leaves_nothing()
    {
        using var http = AdminHttp.Open(product.Cluster);
        using StringContent body = new($$"""{"metadata":{"name":"big"},"data":{"a":"{{new string('x', 4 << 20)}}"} }""", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(ConfigMaps, UriKind.Relative), body);
        Assert.Equal(413, (int)answer.StatusCode);
        Assert.Contains("\"reason\":\"RequestEntityTooLarge\"", await answer.Content.ReadAsStringAsync());
        using var after = await http.GetAsync(new Uri($"{ConfigMaps}/big", UriKind.Relative));
        Assert.Equal(404, (int)after.StatusCode);
    }
}
