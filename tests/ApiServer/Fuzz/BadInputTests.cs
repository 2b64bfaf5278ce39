using System.IO.Compression;
using System.Text;
using Kybernet.ApiServer.Tests.Harness;
using Xunit;

namespace Kybernet.ApiServer.Tests.Fuzz;

/// <summary>What is wrong is said in upstream's words.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private const string ConfigMaps = "/api/v1/namespaces/test/configmaps";
    private const string Deployments = "/apis/apps/v1/namespaces/test/deployments";
    private TestApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestApiServer.StartAsync();
        await _server.CreateNamespaceAsync("test");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(600)]
    [InlineData(200_000)]
    public async Task Json_that_is_nested_too_deep_is_refused(int levels)
    {
        var answer = await _server.SendAsync(
            "POST", ConfigMaps, $$"""{"metadata":{"name":"a"},"x":{{new string('[', levels)}}{{new string(']', levels)}}}""");
        Assert.Equal((400, "BadRequest"), (answer.Code, answer.Field("reason")));
        Assert.Contains("exceeded max depth", answer.Message);
    }

    [Theory]
    [InlineData("application/merge-patch+json", "{\"data\":")]
    [InlineData("application/strategic-merge-patch+json", "{\"data\":")]
    [InlineData("application/json-patch+json", "[{\"op\":\"add\",\"path\":\"/data\",\"value\":")]
    [InlineData("application/apply-patch+yaml", "{\"data\":")]
    public async Task Patches_that_are_nested_too_deep_are_refused(string type, string opening)
    {
        await _server.SendAsync("POST", ConfigMaps, """{"metadata":{"name":"a"}}""");
        var answer = await _server.SendAsync("PATCH", ConfigMaps + "/a?fieldManager=x", opening + new string('[', 100_000), type);
        Assert.Equal((400, "BadRequest"), (answer.Code, answer.Field("reason")));
    }

    [Theory]
    [InlineData("1e400", "number 1e400")]
    [InlineData("99999999999999999999", "number 99999999999999999999")]
    [InlineData("1.5", "number 1.5")]
    public async Task Numbers_that_do_not_fit_are_refused(string number, string shown)
    {
        var answer = await _server.SendAsync("POST", Deployments, $$$"""{"metadata":{"name":"a"},"spec":{"replicas":{{{number}}}}}""");
        Assert.Equal(
            (400, $"Deployment in version \"v1\" cannot be handled as a Deployment: json: cannot unmarshal {shown} into Go struct field DeploymentSpec.spec.replicas of type int32"),
            (answer.Code, answer.Message));
    }

    [Fact]
    public async Task Fields_that_come_twice_are_refused_under_strict_validation()
    {
        var answer = await _server.SendAsync("POST", ConfigMaps + "?fieldValidation=Strict", """{"metadata":{"name":"a"},"immutable":true,"immutable":true}""");
        Assert.Equal(
            (400, "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: duplicate field \"immutable\""),
            (answer.Code, answer.Message));
    }

    [Fact]
    public async Task Text_that_is_no_UTF8_is_no_reason_to_fail()
    {
        var refused = await SendBytesAsync("?fieldValidation=Strict", "application/json", Encoding.Latin1.GetBytes("{\"metadata\":{\"name\":\"a\"},\"\u00ff\":1}"));
        Assert.Equal(400, refused.Code);
        Assert.Contains("strict decoding error: unknown field", refused.Text);

        // As upstream: what is not known is dropped, the client is warned.
        var warned = await SendBytesAsync("", "application/json", Encoding.Latin1.GetBytes("{\"metadata\":{\"name\":\"a\"},\"\u00ff\":1}"));
        Assert.Equal(201, warned.Code);
        Assert.Contains("unknown field", warned.Headers["warning"]);

        var yaml = await SendBytesAsync("", "application/yaml", Encoding.Latin1.GetBytes("metadata: {name: \u00ff}"));
        Assert.True(yaml.Code is 400 or 422);
    }

    [Fact]
    public async Task A_warning_may_quote_any_text()
    {
        var answer = await SendBytesAsync("", "application/json", Encoding.UTF8.GetBytes("""{"metadata":{"name":"a"},"tür\n":1}"""));
        Assert.Equal(201, answer.Code);
        Assert.Contains("""unknown field \"t""", answer.Headers["warning"]);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_names_no_field()
    {
        var answer = await _server.SendAsync("POST", ConfigMaps, """{"metadata":{"name":"a"},"\ud800":1,"k\u0069nd":"ConfigMap"}""");
        Assert.Equal(201, answer.Code);
    }

    [Fact]
    public async Task Headers_need_not_be_UTF8()
    {
        FuzzRequest request = new() { Method = "GET", Target = ConfigMaps };
        request.Headers.AddRange([("Host", "127.0.0.1"), ("Authorization", "Bearer secret"), ("User-Agent", "\u00e9\u00ff")]);
        Assert.Equal(200, (await SendAsync(request)).Code);
    }

    [Fact]
    public async Task A_body_that_is_packed_is_not_read()
    {
        using MemoryStream packed = new();
        using (GZipStream zip = new(packed, CompressionLevel.Fastest, leaveOpen: true)) zip.Write("{\"metadata\":{\"name\":\"a\"}}"u8);
        var answer = await SendBytesAsync("", "application/json", packed.ToArray());
        Assert.Equal(400, answer.Code);
        Assert.Contains("the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: invalid character '\\\\x1f'", answer.Text);
    }

    [Fact]
    public async Task Aliases_do_not_multiply()
    {
        StringBuilder bomb = new("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 15; i++) bomb.Append($"a{i}: &a{i} [").AppendJoin(", ", Enumerable.Repeat($"*a{i - 1}", 9)).Append("]\n");
        var answer = await _server.SendAsync("POST", ConfigMaps, bomb.ToString(), "application/yaml");
        Assert.Equal(400, answer.Code);
        Assert.Contains("yaml: document contains excessive aliasing", answer.Message);
    }

    [Fact]
    public async Task To_apply_a_field_that_is_not_declared_is_500_as_upstream()
    {
        var answer = await _server.SendAsync(
            "PATCH", ConfigMaps + "/a?fieldManager=x", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"nothing":1}""", "application/apply-patch+yaml");
        Assert.Equal(500, answer.Code);
        Assert.Equal("failed to create typed patch object (/a; /v1, Kind=ConfigMap): .nothing: field not declared in schema", answer.Message);
    }

    [Fact]
    public async Task To_apply_to_what_cannot_be_told_apart_is_500_as_upstream()
    {
        const string path = "/api/v1/namespaces/test/serviceaccounts";
        await _server.SendAsync("POST", path, """{"metadata":{"name":"a"},"secrets":[null]}""");
        // Nobody owns anything any more.
        await _server.SendAsync("PATCH", path + "/a", """{"metadata":{"managedFields":[{}]}}""", "application/merge-patch+json");
        var answer = await _server.SendAsync(
            "PATCH", path + "/a?fieldManager=x", """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"a"}}""", "application/apply-patch+yaml");
        Assert.Equal(500, answer.Code);
        Assert.StartsWith("failed to create typed live object (test/a; /v1, Kind=ServiceAccount): ", answer.Message);
    }

    [Fact]
    public async Task Events_of_both_groups_are_listed_whole()
    {
        await _server.SendAsync("POST", "/api/v1/namespaces/test/events", """{"metadata":{"name":"a","namespace":"test"},"involvedObject":{"namespace":"test"},"reason":"x","type":"Normal"}""");
        foreach (var group in (string[])["/api/v1", "/apis/events.k8s.io/v1"])
        {
            var list = await _server.SendAsync("GET", group + "/namespaces/test/events");
            var item = Assert.Single(list.Json["items"].AsArray()).AsObject();
            Assert.Equal("a", item.Get("metadata", "name").AsString());
        }
    }

    [Fact]
    public async Task A_selector_may_be_long()
    {
        var answer = await _server.SendAsync("GET", $"{ConfigMaps}?labelSelector=a+in+({string.Join(',', Enumerable.Range(0, 20_000))})");
        Assert.Equal(200, answer.Code);
    }

    private Task<RawAnswer> SendBytesAsync(string query, string type, byte[] body)
    {
        FuzzRequest request = new() { Method = "POST", Target = ConfigMaps + query, HasBody = true, Body = body };
        request.Headers.AddRange([("Host", "127.0.0.1"), ("Authorization", "Bearer secret"), ("Content-Type", type)]);
        return SendAsync(request);
    }

    private async Task<RawAnswer> SendAsync(FuzzRequest request)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        await using var connection = await RawConnection.OpenAsync(_server.Server.EndPoints[0], patience.Token);
        return await connection.SendAsync(request, patience.Token) ?? throw new IOException("no answer");
    }
}
