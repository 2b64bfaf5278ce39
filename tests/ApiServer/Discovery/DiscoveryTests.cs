using Kybernet.Api;
using Kybernet.Api.Json;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Tests.Harness;
using Kybernet.Api.Tests;
using Xunit.Abstractions;

namespace Kybernet.ApiServer.Tests.Discovery;

/// <summary>What the server tells of the resources that it serves.</summary>
public sealed class DiscoveryTests(ITestOutputHelper output)
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    [Theory]
    [InlineData("/api", "openapi/aggregated-discovery-api.json")]
    [InlineData("/apis", "openapi/aggregated-discovery-apis.json")]
    public async Task The_aggregated_document_is_that_of_the_real_server(string path, string file)
    {
        if (SharedFacts.Path(file) is not { } recorded)
        {
            output.WriteLine("no folder shared beside the repository: nothing to compare with");
            return;
        }

        await using var server = await TestApiServer.StartAsync();
        var ours = (await server.SendAsync("GET", path, accept: Aggregated)).Json;
        var theirs = JsonValue.Parse(await File.ReadAllBytesAsync(recorded)).AsObject();
        Assert.Equal(Lines(theirs), Lines(ours));
        Assert.Equal(theirs, ours);
    }

    [Fact]
    public async Task Both_forms_of_discovery_tell_of_the_same_resources()
    {
        await using var server = await TestApiServer.StartAsync();
        foreach (var path in (string[])["/api", "/apis"])
        {
            var aggregated = (await server.SendAsync("GET", path, accept: Aggregated)).Json;
            foreach (var group in Items(aggregated.Get("items")))
            {
                var name = group.Get("metadata", "name").StringOrNull ?? "";
                foreach (var version in Items(group.Get("versions")))
                {
                    var at = name.Length == 0 ? $"{path}/{version.Get("version").StringOrNull}" : $"{path}/{name}/{version.Get("version").StringOrNull}";
                    var plain = (await server.SendAsync("GET", at)).Json;
                    Assert.Equal(
                        Items(version.Get("resources")).SelectMany(Names).Order(StringComparer.Ordinal),
                        Items(plain.Get("resources")).Select(r => r["name"].AsString()).Order(StringComparer.Ordinal));
                }
            }
        }
    }

    [Theory]
    [InlineData("/api", typeof(APIVersions), "")]
    [InlineData("/apis", typeof(APIGroupList), "v1")]
    [InlineData("/apis/apps", typeof(APIGroup), "v1")]
    [InlineData("/api/v1", typeof(APIResourceList), "")]
    [InlineData("/apis/apps/v1", typeof(APIResourceList), "v1")]
    public async Task The_old_documents_come_as_protobuf_too(string path, Type type, string apiVersion)
    {
        await using var server = await TestApiServer.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", "application/vnd.kubernetes.protobuf,application/json;q=0.5");
        using var response = await server.Http.SendAsync(request);
        Assert.Equal("application/vnd.kubernetes.protobuf", response.Content.Headers.ContentType!.MediaType);

        var body = await response.Content.ReadAsByteArrayAsync();
        var envelope = ProtoEnvelope.Read(body);
        Assert.Equal((apiVersion, type.Name), (envelope.ApiVersion, envelope.Kind));
        var (told, plain) = ((KubeKind)Activator.CreateInstance(type)!, (KubeKind)Activator.CreateInstance(type)!);
        KubeCodec.DecodeProtoInto(told, body);
        KubeCodec.DecodeInto(plain, System.Text.Encoding.UTF8.GetBytes((await server.SendAsync("GET", path)).Text));
        (told.ApiVersion, plain.ApiVersion) = ("", "");
        Assert.Equal(JsonValue.Parse(KubeCodec.Encode(plain)), JsonValue.Parse(KubeCodec.Encode(told)));
        Assert.NotEqual(JsonValue.Parse(KubeCodec.Encode((KubeKind)Activator.CreateInstance(type)!)), JsonValue.Parse(KubeCodec.Encode(told)));
    }

    private static IEnumerable<string> Names(JsonObject resource)
    {
        var name = resource.Get("resource").StringOrNull!;
        yield return name;
        foreach (var subresource in Items(resource.Get("subresources"))) yield return $"{name}/{subresource.Get("subresource").StringOrNull}";
    }

    // A line a resource: readable when they differ. The order of groups, versions and resources is part of what is told.
    private static string Lines(JsonObject document) => string.Join('\n', Items(document.Get("items")).SelectMany(group =>
        Items(group.Get("versions")).SelectMany(version => Items(version.Get("resources")).Select(resource =>
            $"{group.Get("metadata", "name").StringOrNull} {version.Get("version").StringOrNull} {version.Get("freshness").StringOrNull} {(JsonValue)resource}"))));

    private static IEnumerable<JsonObject> Items(JsonValue value) => (value.ArrayOrNull ?? []).Select(v => v.AsObject());
}
