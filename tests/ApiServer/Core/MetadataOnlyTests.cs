using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.ApiServer.Cache;
using Kybernet.ApiServer.Tests.Harness;
using Kybernet.Client;
using Kybernet.Storage;
using Xunit;

namespace Kybernet.ApiServer.Tests.Core;

/// <summary>Callers in the process who want nothing but metadata, as the garbage collector does.</summary>
public sealed class MetadataOnlyTests
{
    [Fact]
    public async Task MetadataIsListedWatchedAndReadAndSharedByRevision()
    {
        await using var server = await TestApiServer.StartAsync(o => o with { Listen = [] });
        var client = server.Client;
        await client.CreateAsync(new ConfigMap { Metadata = { Name = "a", Namespace = "default" }, Data = { ["k"] = "v" } });
        KubeRequest request = new()
        {
            Verb = "list", Resource = ConfigMap.Resource.Gvr, Namespace = "default", Accept = MetadataAccept.List,
        };

        var list = await client.Transport.ListAsync(request, default);
        var item = Assert.IsType<PartialObjectMetadata>(Assert.Single(list.Items).Shared);
        Assert.True(item.IsFrozen);
        Assert.Equal("a", item.Metadata.Name);
        Assert.NotEmpty(item.Metadata.ResourceVersion);
        Assert.Same(item, Assert.Single((await client.Transport.ListAsync(request, default)).Items).Shared);

        var read = await client.Transport.SendAsync(request with { Verb = "get", Name = "a" }, default);
        Assert.Same(item, read.Shared);

        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(30));
        await foreach (var change in client.Transport.WatchAsync(request with { Verb = "watch", Query = [new("resourceVersion", "0")] }, stop.Token))
        {
            Assert.Same(item, change.Object.Shared);
            break;
        }
    }

    [Fact]
    public void Metadata_is_the_same_whether_taken_from_the_JSON_or_from_the_whole_object()
    {
        ConfigMap map = new() { Metadata = { Name = "a", Namespace = "default", Labels = { ["app"] = "web" } }, Data = { ["k"] = "v" } };
        ObjectFormat format = new(ConfigMap.Resource);
        var json = ObjectFormat.Encode(map);
        ObjectEntry cut = new(format, StoreKey.Parse("/registry/configmaps/default/a"), json, 7);
        ObjectEntry shared = new(format, StoreKey.Parse("/registry/configmaps/default/a"), json, 7);

        var whole = shared.Object;
        Assert.Same(whole.Metadata, shared.Metadata.Metadata);
        Assert.Equal(KubeCodec.Encode(cut.Metadata), KubeCodec.Encode(shared.Metadata));
        GC.KeepAlive(whole);
    }
}
