using System.Text;
using Kybernet.ApiServer.Tests.Harness;
using Kybernet.Base;
using Kybernet.Storage;
using Xunit;

namespace Kybernet.ApiServer.Tests.Core;

/// <summary>Somebody writes past the API server: what it cannot read it leaves out, and it goes on with the rest.</summary>
public sealed class UnreadableValuesTests
{
    private const string ConfigMaps = "/api/v1/namespaces/test/configmaps";
    private static readonly StoreKey Broken = StoreKey.Parse("/registry/configmaps/test/broken");

    [Theory]
    [InlineData("bad")]
    [InlineData("k8s\0\n\t")]
    [InlineData("")]
    public async Task What_is_no_object_is_left_out_whether_it_was_there_before_or_comes_later(string value)
    {
        var store = MemoryStore.Create(ExecutionEnvironment.System());
        await store.PutAsync(StoreKey.Parse("/registry/configmaps/test/before"), Encoding.UTF8.GetBytes(value));
        await using var server = await TestApiServer.StartAsync(options => options with { Store = store });
        await server.CreateNamespaceAsync("test");
        await CreateAsync(server, "a");
        await store.PutAsync(Broken, Encoding.UTF8.GetBytes(value));
        await CreateAsync(server, "z");

        await ListsAsync(server, "a", "z");
    }

    [Fact]
    public async Task An_object_that_becomes_unreadable_is_gone_and_is_back_when_it_is_one_again()
    {
        await using var server = await TestApiServer.StartAsync();
        await server.CreateNamespaceAsync("test");
        await CreateAsync(server, "broken");
        var whole = (await server.Store.GetAsync(Broken))!.Value;
        var since = (await server.SendAsync("GET", ConfigMaps)).Field("metadata", "resourceVersion");

        await server.Store.PutAsync(Broken, "bad"u8.ToArray());
        Assert.Equal(404, (await server.SendAsync("GET", ConfigMaps + "/broken")).Code);
        await server.Store.PutAsync(Broken, whole);
        Assert.Equal(200, (await server.SendAsync("GET", ConfigMaps + "/broken")).Code);
        await server.Store.PutAsync(Broken, "bad"u8.ToArray());
        await server.Store.DeleteAsync(Broken);

        var events = (await server.SendAsync("GET", $"{ConfigMaps}?watch=true&timeoutSeconds=1&resourceVersion={since}")).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["DELETED", "ADDED", "DELETED"], events.Select(static line => line.Split('"')[3]));
    }

    private static async Task CreateAsync(TestApiServer server, string name) =>
        Assert.Equal(201, (await server.SendAsync("POST", ConfigMaps, $$$"""{"metadata":{"name":"{{{name}}}"}}""")).Code);

    private static async Task ListsAsync(TestApiServer server, params string[] names)
    {
        var now = await server.SendAsync("GET", ConfigMaps);
        Assert.Equal(names, Names(now));
        var then = await server.SendAsync("GET", $"{ConfigMaps}?resourceVersionMatch=Exact&resourceVersion={now.Field("metadata", "resourceVersion")}");
        Assert.Equal(names, Names(then));
    }

    private static IEnumerable<string> Names(Answer list) =>
        list.Json["items"].AsArray().Select(static item => item.AsObject()["metadata"].AsObject()["name"].AsString()).Where(static name => name != "kube-root-ca.crt");
}
