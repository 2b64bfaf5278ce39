using Kybernet.ApiServer.Tests.Harness;

namespace Kybernet.ApiServer.Tests.Core;

/// <summary>An event is one object under two names.</summary>
public sealed class EventVersionsTests : IAsyncLifetime
{
    private const string Old = "/api/v1/namespaces/default/events";
    private const string New = "/apis/events.k8s.io/v1/namespaces/default/events";
    private TestApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestApiServer.StartAsync();
        await _server.CreateNamespaceAsync("default");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task What_is_written_as_one_is_read_as_the_other()
    {
        var made = await _server.SendAsync("POST", New, """
            {"metadata":{"name":"e"},"eventTime":"2026-01-02T03:04:05.678901Z","reportingController":"a.b/c","reportingInstance":"i",
             "action":"Act","reason":"Why","type":"Normal","note":"text","regarding":{"kind":"Pod","name":"p","namespace":"default"}}
            """);
        Assert.Equal(201, made.Code);
        var old = await _server.SendAsync("GET", $"{Old}/e");
        Assert.Equal("v1", old.Field("apiVersion"));
        Assert.Equal("text", old.Field("message"));
        Assert.Equal("p", old.Field("involvedObject", "name"));
        Assert.Equal("a.b/c", old.Field("reportingComponent"));

        await _server.SendAsync("PATCH", $"{Old}/e", """{"metadata":{"labels":{"l":"1"}}}""", "application/merge-patch+json");
        var now = await _server.SendAsync("GET", $"{New}?fieldSelector=regarding.name%3Dp");
        var item = now.Json["items"].AsArray()[0].AsObject();
        Assert.Equal("1", item.Get("metadata", "labels", "l").AsString());
        Assert.Equal("text", item["note"].AsString());
    }

    [Fact]
    public async Task Each_group_has_its_own_rules()
    {
        const string plain = """{"metadata":{"name":"f"},"reason":"Why","type":"fast"}""";
        Assert.Equal(201, (await _server.SendAsync("POST", Old, plain)).Code);
        var refused = await _server.SendAsync("POST", New, plain.Replace("\"f\"", "\"g\"", StringComparison.Ordinal));
        Assert.Equal(422, refused.Code);
        Assert.Contains("eventTime: Required value", refused.Message, StringComparison.Ordinal);
    }
}
