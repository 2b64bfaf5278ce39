using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Tests.Harness;
using Xunit;
using static Kybernet.ApiServer.Tests.Harness.ProtoMessages;

namespace Kybernet.ApiServer.Tests.Wire;

/// <summary>Lists and watches in protobuf, as client-go's informers ask for them.</summary>
public sealed class ProtobufCollectionTests : IAsyncLifetime
{
    private const string ConfigMaps = "/api/v1/namespaces/test/configmaps";
    private const string Protobuf = "application/vnd.kubernetes.protobuf";
    private const string Metadata = Protobuf + ";as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
    private TestApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestApiServer.StartAsync();
        await _server.CreateNamespaceAsync("test");
        foreach (var name in "abc")
            await _server.SendAsync("POST", ConfigMaps, $$$"""{"metadata":{"name":"{{{name}}}","labels":{"l":"{{{name}}}"}},"data":{"k":"{{{name}}}"}}""");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_list_is_the_same_as_in_JSON()
    {
        var json = await _server.SendAsync("GET", ConfigMaps + "?limit=2");
        var (type, body) = await GetAsync(ConfigMaps + "?limit=2", Protobuf + ",application/json");
        var (kind, metadata, items) = DecodeList<ConfigMap>(body);
        Assert.Equal((Protobuf, "v1 ConfigMapList"), (type, kind));
        Assert.Equal(["a", "b"], items.Select(static i => i.Data["k"]));
        foreach (var item in items) item.Kind = item.ApiVersion = "";
        Assert.Equal(json.Json["items"].ToString(), $"[{string.Join(',', items.Select(static i => System.Text.Encoding.UTF8.GetString(KubeCodec.Encode(i))))}]");
        Assert.Equal((json.Field("metadata", "resourceVersion"), json.Field("metadata", "continue")), (metadata.ResourceVersion, metadata.Continue));
        Assert.Equal(1, metadata.RemainingItemCount);
    }

    [Fact]
    public async Task An_empty_list_has_its_revision()
    {
        var (_, metadata, items) = DecodeList<Pod>((await GetAsync("/api/v1/namespaces/test/pods", Protobuf)).Body);
        Assert.Empty(items);
        Assert.NotEmpty(metadata.ResourceVersion);
    }

    [Fact]
    public async Task A_list_of_metadata_has_nothing_else()
    {
        var (_, body) = await GetAsync(ConfigMaps, Protobuf + ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1");
        var list = Decode<PartialObjectMetadataList>(body);
        Assert.Equal(("meta.k8s.io/v1", "PartialObjectMetadataList"), (list.ApiVersion, list.Kind));
        Assert.Equal(["a", "b", "c"], list.Items.Select(static i => i.Metadata.Labels["l"]));

        var one = Decode<PartialObjectMetadata>((await GetAsync(ConfigMaps + "/a", Metadata)).Body);
        Assert.Equal(("meta.k8s.io/v1", "PartialObjectMetadata", "a"), (one.ApiVersion, one.Kind, one.Metadata.Name));
    }

    [Fact]
    public async Task A_watch_is_a_frame_an_event()
    {
        var (type, body) = await GetAsync(ConfigMaps + "?watch=1&timeoutSeconds=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan", Protobuf);
        Assert.Equal(Protobuf + ";stream=watch", type);
        var events = Events<ConfigMap>(body);
        Assert.Equal(["ADDED a", "ADDED b", "ADDED c", "BOOKMARK "], events.Select(static e => $"{e.Type} {e.Object.Metadata.Name}"));
        Assert.Equal(("v1", "ConfigMap", "b"), (events[1].Object.ApiVersion, events[1].Object.Kind, events[1].Object.Data["k"]));
        Assert.Equal("true", events[3].Object.Metadata.Annotations["k8s.io/initial-events-end"]);
    }

    [Fact]
    public async Task A_watch_of_metadata_has_nothing_else()
    {
        var events = Events<PartialObjectMetadata>((await GetAsync(ConfigMaps + "?watch=1&timeoutSeconds=1&fieldSelector=metadata.name%3Db", Metadata)).Body);
        var only = Assert.Single(events);
        Assert.Equal(("ADDED", "PartialObjectMetadata", "b"), (only.Type, only.Object.Kind, only.Object.Metadata.Labels["l"]));
    }

    [Fact]
    public async Task A_watch_that_fails_tells_so_in_a_frame()
    {
        var events = Events<Status>((await GetAsync(ConfigMaps + "?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&resourceVersion=1000000", Protobuf)).Body);
        var only = Assert.Single(events);
        Assert.Equal(("ERROR", 504, "Timeout"), (only.Type, only.Object.Code, only.Object.Reason));
    }

    [Fact]
    public async Task Tables_have_no_protobuf()
    {
        const string table = Protobuf + ";as=Table;g=meta.k8s.io;v=v1";
        var (type, body) = await GetAsync(ConfigMaps, table);
        Assert.Equal("application/json", type);
        Assert.Equal(
            "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf",
            KubeCodec.Decode<Status>(body).Message);
        Assert.Equal(Protobuf, (await GetAsync(ConfigMaps, table + "," + Protobuf)).Type);
    }

    private async Task<(string? Type, byte[] Body)> GetAsync(string path, string accept)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await _server.Http.SendAsync(request);
        return (response.Content.Headers.ContentType?.ToString().Replace("; ", ";", StringComparison.Ordinal), await response.Content.ReadAsByteArrayAsync());
    }
}
