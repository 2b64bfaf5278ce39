using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.ApiServer.Http.Endpoints;
using Kybernet.ApiServer.OpenApi;
using Kybernet.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.ApiServer.Tests.OpenApi;

public sealed class OpenApiEndpointTests
{
    private const string Protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
    private const string Protobuf3 = "application/com.github.proto-openapi.spec.v3.v1.0+protobuf";

    private static readonly OpenApiV2Endpoint V2 = new(ApiCatalog.Resources);
    private static readonly OpenApiV3Endpoint V3 =
        new(ApiCatalog.Resources, new FakeTimeProvider(new DateTimeOffset(2026, 5, 17, 12, 0, 0, TimeSpan.Zero)));

    [Fact]
    public async Task The_list_leads_to_every_document()
    {
        var paths = JsonValue.Parse((await Get(V3, "/openapi/v3")).Body).AsObject()["paths"].AsObject();

        Assert.Contains("apis/apps/v1", paths.Select(p => p.Key));
        foreach (var (_, entry) in paths)
        {
            var url = entry.AsObject()["serverRelativeURL"].AsString();
            var (response, body) = await Get(V3, url);
            Assert.Equal(200, response.StatusCode);
            Assert.Equal("public, immutable", response.Headers.CacheControl);
            Assert.Equal("Mon, 17 May 2027 12:00:00 GMT", response.Headers.Expires);
            Assert.Equal($"\"{url.Split("hash=")[1]}\"", response.Headers.ETag);
            Assert.NotEqual(0, JsonValue.Parse(body).AsObject()["paths"].AsObject().Count);
        }
    }

    [Fact]
    public async Task A_wrong_hash_is_led_to_the_current_one()
    {
        var (response, body) = await Get(V3, "/openapi/v3/apis/apps/v1?hash=0123");

        Assert.Equal(301, response.StatusCode);
        Assert.StartsWith("/openapi/v3/apis/apps/v1?hash=", response.Headers.Location.ToString(), StringComparison.Ordinal);
        Assert.Empty(body);
    }

    [Theory]
    [InlineData("/openapi/v3/api/v1", "application/json")]
    [InlineData("/openapi/v3/api/v1", Protobuf3)]
    [InlineData("/openapi/v2", "application/json")]
    [InlineData("/openapi/v2", Protobuf)]
    public async Task What_a_client_has_is_not_sent_again(string path, string accept)
    {
        IPathEndpoint endpoint = path.StartsWith("/openapi/v2", StringComparison.Ordinal) ? V2 : V3;
        var (first, _) = await Get(endpoint, path, accept);
        var (second, body) = await Get(endpoint, path, accept, first.Headers.ETag);

        Assert.Equal(304, second.StatusCode);
        Assert.Empty(body);
    }

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json;q=0.5," + Protobuf, Protobuf)]
    [InlineData("application/com.github.proto-openapi.spec.v2@v1.0+protobuf", Protobuf)]
    public async Task Version_2_comes_in_the_form_that_is_asked_for(string accept, string type)
    {
        var (response, body) = await Get(V2, "/openapi/v2", accept);

        Assert.Equal(type, response.ContentType);
        Assert.Equal(type == Protobuf ? 10 : '{', body[0]);
    }

    [Theory]
    [InlineData("", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData(Protobuf3 + ",application/json;q=0.9", Protobuf3)]
    [InlineData("application/com.github.proto-openapi.spec.v3@v1.0+protobuf", Protobuf3)]
    public async Task Version_3_comes_in_the_form_that_is_asked_for_and_with_one_hash(string accept, string type)
    {
        var index = JsonValue.Parse((await Get(V3, "/openapi/v3", accept)).Body).AsObject();
        var url = index.Get("paths", "apis/apps/v1", "serverRelativeURL").AsString();
        var (response, body) = await Get(V3, url, accept);

        Assert.Equal((200, type, "Accept"), (response.StatusCode, response.ContentType, response.Headers.Vary.ToString()));
        Assert.Equal($"\"{url.Split("hash=")[1]}\"", response.Headers.ETag);
        Assert.Equal(type == Protobuf3 ? 10 : '{', body[0]);
    }

    [Theory]
    [InlineData("/openapi/v2")]
    [InlineData("/openapi/v3/api/v1")]
    public async Task Other_forms_are_refused(string path)
    {
        IPathEndpoint endpoint = path == "/openapi/v2" ? V2 : V3;

        var refusal = await Assert.ThrowsAsync<KubeApiException>(() => Get(endpoint, path, "text/html"));

        Assert.Equal(406, refusal.Status.Code);
    }

    [Theory]
    [InlineData("/openapi/v3", true)]
    [InlineData("/openapi/v3/", true)]
    [InlineData("/openapi/v3/api/v1", true)]
    [InlineData("/openapi/v3/apis/apps", true)]
    [InlineData("/openapi/v3/apis/nothing/v1", false)]
    [InlineData("/openapi/v2", false)]
    public void Serves_what_there_is(string path, bool serves) => Assert.Equal(serves, V3.Serves(path));

    private static async Task<(HttpResponse Response, byte[] Body)> Get(IPathEndpoint endpoint, string url, string accept = "", string? etag = null)
    {
        DefaultHttpContext context = new();
        var query = url.IndexOf('?', StringComparison.Ordinal);
        context.Request.Method = "GET";
        context.Request.Path = query < 0 ? url : url[..query];
        context.Request.QueryString = new(query < 0 ? "" : url[query..]);
        context.Request.Headers.Accept = accept;
        if (etag is not null) context.Request.Headers.IfNoneMatch = etag;
        using MemoryStream body = new();
        context.Response.Body = body;
        await endpoint.HandleAsync(context, CancellationToken.None);
        await context.Response.BodyWriter.FlushAsync();
        return (context.Response, body.ToArray());
    }
}
