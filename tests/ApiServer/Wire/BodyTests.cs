using System.IO.Compression;
using Kybernet.ApiServer.Tests.Harness;
using Xunit;

namespace Kybernet.ApiServer.Tests.Wire;

/// <summary>How bodies are sent: compressed when large, indented for people.</summary>
public sealed class BodyTests : IAsyncLifetime
{
    private const string ConfigMaps = "/api/v1/namespaces/test/configmaps";
    private TestApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestApiServer.StartAsync();
        await _server.CreateNamespaceAsync("test");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/yaml")]
    [InlineData("application/vnd.kubernetes.protobuf")]
    [InlineData("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1")]
    public async Task A_large_answer_is_compressed_for_who_takes_that(string accept)
    {
        // In the annotation, so that metadata alone is large too.
        for (var i = 0; i < 2; i++) await CreateAsync("large" + i, 100_000);
        using var plain = await GetAsync(ConfigMaps, accept, "");
        using var packed = await GetAsync(ConfigMaps, accept, "deflate, gzip");
        Assert.Equal(["gzip"], packed.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", packed.Headers.Vary);
        Assert.Empty(plain.Content.Headers.ContentEncoding);

        var whole = await plain.Content.ReadAsByteArrayAsync();
        Assert.Equal(plain.Content.Headers.ContentLength, whole.Length);
        await using GZipStream unpacked = new(await packed.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using MemoryStream copy = new();
        await unpacked.CopyToAsync(copy);
        Assert.Equal(whole, copy.ToArray());
    }

    [Fact]
    public async Task A_small_answer_is_not_compressed()
    {
        await CreateAsync("small", 100_000);
        using var answer = await GetAsync(ConfigMaps + "/small", "application/json", "gzip");
        Assert.Empty(answer.Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("?pretty=true", "")]
    [InlineData("", "curl/8.0")]
    public async Task People_get_lines(string query, string agent)
    {
        const string value = """[1, {\"a\\\\\": 2}]""";
        await _server.SendAsync("POST", ConfigMaps, $$$"""{"metadata":{"name":"a","uid":""},"data":{"k":"{{{value}}}"},"binaryData":{}}""");
        var text = await TextAsync(ConfigMaps + "/a" + query, agent);
        Assert.StartsWith("{\n  \"kind\": \"ConfigMap\",\n  \"apiVersion\": \"v1\",\n  \"metadata\": {\n    \"name\": \"a\",\n", text, StringComparison.Ordinal);
        Assert.EndsWith($"  \"data\": {{\n    \"k\": \"{value}\"\n  }}\n}}", text, StringComparison.Ordinal);
        Assert.Contains("\n  \"items\": []\n}", await TextAsync("/api/v1/namespaces/test/pods" + query, agent), StringComparison.Ordinal);
        Assert.Contains("\n  \"code\": 404\n}", await TextAsync(ConfigMaps + "/none" + query, agent), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_asks_for_one_line_gets_one()
    {
        var text = await TextAsync("/api/v1/namespaces/test/pods?pretty=false", "curl/8.0");
        Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
    }

    private async Task CreateAsync(string name, int size)
    {
        var created = await _server.SendAsync(
            "POST", ConfigMaps, $$$$"""{"metadata":{"name":"{{{{name}}}}","annotations":{"a":"{{{{new string('x', size)}}}}"}}}""");
        Assert.Equal(201, created.Code);
    }

    private async Task<string> TextAsync(string path, string agent)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        if (agent.Length > 0) request.Headers.TryAddWithoutValidation("User-Agent", agent);
        using var response = await _server.Http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private Task<HttpResponseMessage> GetAsync(string path, string accept, string encoding)
    {
        HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (encoding.Length > 0) request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        return _server.Http.SendAsync(request);
    }
}
