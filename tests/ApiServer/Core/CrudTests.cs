using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Tests.Harness;
using Kybernet.Client;
using Xunit;

namespace Kybernet.ApiServer.Tests.Core;

/// <summary>The life of objects over HTTPS.</summary>
public sealed class CrudTests : IAsyncLifetime
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
    [InlineData("/api/v1/componentstatuses", "list")]
    [InlineData("/api/v1/componentstatuses/etcd-0", "get")]
    public async Task What_is_neither_stored_nor_computed_is_refused(string path, string action)
    {
        var answer = await _server.SendAsync("GET", path);
        Assert.Equal((405, $"{action} is not supported on resources of kind \"componentstatuses\""), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task A_collection_is_deleted_whole_while_others_delete_of_it_too()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => _server.SendAsync("POST", ConfigMaps, $$$"""{"metadata":{"labels":{"half":"{{{i % 2}}}"},"name":"c{{{i}}}" } }""")));
        var all = _server.SendAsync("DELETE", ConfigMaps + "?labelSelector=half=0");
        var single = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _server.SendAsync("DELETE", $"{ConfigMaps}/c{i * 2}")));

        Assert.Equal(200, (await all).Code);
        Assert.All(single, static answer => Assert.Contains(answer.Code, new[] { 200, 404 }));
        var left = await _server.SendAsync("GET", ConfigMaps);
        Assert.Equal(100, left.Json["items"].AsArray().Count(static i => i.AsObject().Get("metadata", "name").AsString().StartsWith('c')));
    }

    [Fact]
    public async Task WhatIsCreatedIsReadListedAndDeleted()
    {
        var created = await _server.SendAsync("POST", ConfigMaps, """{"metadata":{"name":"a","labels":{"x":"1"}},"data":{"k":"v"}}""");
        Assert.Equal(201, created.Code);
        Assert.NotEmpty(created.Field("metadata", "uid"));
        Assert.StartsWith("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","namespace":"test","uid":""", created.Text);

        var read = await _server.SendAsync("GET", ConfigMaps + "/a");
        Assert.Equal(created.Text, read.Text);

        var list = await _server.SendAsync("GET", ConfigMaps);
        var item = Assert.Single(list.Json["items"].AsArray()).AsObject();
        Assert.False(item.Contains("kind"));
        Assert.Equal(created.Field("metadata", "resourceVersion"), item["metadata"].AsObject()["resourceVersion"].AsString());
        Assert.Equal("ConfigMapList", list.Field("kind"));

        var deleted = await _server.SendAsync("DELETE", ConfigMaps + "/a");
        Assert.Equal((200, "Success", created.Field("metadata", "uid")), (deleted.Code, deleted.Field("status"), deleted.Field("details", "uid")));
        var gone = await _server.SendAsync("GET", ConfigMaps + "/a");
        Assert.Equal((404, "configmaps \"a\" not found"), (gone.Code, gone.Message));
    }

    [Fact]
    public async Task AnUpdateOfAnOldVersionConflicts()
    {
        await _server.SendAsync("POST", ConfigMaps, """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        var stale = await _server.SendAsync("PUT", ConfigMaps + "/a", """{"metadata":{"name":"a","resourceVersion":"1"}}""");
        Assert.Equal(409, stale.Code);
        Assert.Equal(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes to the latest version and try again",
            stale.Message);
    }

    [Fact]
    public async Task AnUpdateThatChangesNothingWritesNothing()
    {
        var created = await _server.SendAsync("POST", ConfigMaps, """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        var revision = _server.Store.CurrentRevision;
        var updated = await _server.SendAsync("PUT", ConfigMaps + "/a", """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        Assert.Equal(created.Text, updated.Text);
        Assert.Equal(revision, _server.Store.CurrentRevision);
    }

    [Fact]
    public async Task FinalizersKeepAnObjectUntilTheLastIsGone()
    {
        await _server.SendAsync("POST", ConfigMaps, """{"metadata":{"name":"a","finalizers":["example.com/x"]}}""");
        var marked = await _server.SendAsync("DELETE", ConfigMaps + "/a");
        Assert.NotEmpty(marked.Field("metadata", "deletionTimestamp"));
        Assert.Equal(200, (await _server.SendAsync("GET", ConfigMaps + "/a")).Code);
        var freed = await _server.SendAsync("PATCH", ConfigMaps + "/a", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json");
        Assert.Equal(200, freed.Code);
        Assert.Equal(404, (await _server.SendAsync("GET", ConfigMaps + "/a")).Code);
    }

    [Fact]
    public async Task NothingIsMadeInANamespaceThatIsNotThere()
    {
        var refused = await _server.SendAsync("POST", "/api/v1/namespaces/nosuch/configmaps", """{"metadata":{"name":"a"}}""");
        Assert.Equal((404, "namespaces \"nosuch\" not found"), (refused.Code, refused.Message));
    }

    [Fact]
    public async Task CallersInTheProcessSeeTheSame()
    {
        var client = _server.Client;
        var created = await client.CreateAsync(new ConfigMap { Metadata = { Name = "mine", Namespace = "test" }, Data = { ["a"] = "1" } });
        created.Data["a"] = "2";
        var updated = await client.UpdateAsync(created);
        Assert.NotEqual(created.Metadata.ResourceVersion, updated.Metadata.ResourceVersion);
        var list = await client.ListAsync<ConfigMap>("test");
        Assert.Equal("2", Assert.Single(list.Items).Data["a"]);
        await client.DeleteAsync<ConfigMap>("test", "mine");
        var gone = await Assert.ThrowsAsync<KubeApiException>(() => client.GetAsync<ConfigMap>("test", "mine"));
        Assert.True(gone.IsNotFound);
    }

    [Fact]
    public async Task AWatchTellsWhatHappensFromARevisionOn()
    {
        var client = _server.Client;
        var list = await client.ListAsync<ConfigMap>("test");
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(30));
        List<(WatchEventType, string)> seen = [];
        await client.CreateAsync(new ConfigMap { Metadata = { Name = "a", Namespace = "test", Labels = { ["x"] = "1" } } });
        await client.PatchAsync<ConfigMap>("test", "a", Patch.Merge("""{"metadata":{"labels":{"x":"2"}}}"""));
        await client.DeleteAsync<ConfigMap>("test", "a");
        await foreach (var change in client.WatchAsync<ConfigMap>("test", list.ResourceVersion, new ListFilter("x=1"), stop.Token))
        {
            seen.Add((change.Type, change.Object.Metadata.Name));
            if (seen.Count == 2) break;
        }

        Assert.Equal([(WatchEventType.Added, "a"), (WatchEventType.Deleted, "a")], seen);
    }
}
