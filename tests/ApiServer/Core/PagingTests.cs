using Kybernet.ApiServer.Tests.Harness;
using Xunit;

namespace Kybernet.ApiServer.Tests.Core;

/// <summary>Lists page by page, while things change.</summary>
public sealed class PagingTests : IAsyncLifetime
{
    private const string ConfigMaps = "/api/v1/namespaces/test/configmaps";
    private TestApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestApiServer.StartAsync();
        await _server.CreateNamespaceAsync("test");
        foreach (var name in "bcd") await CreateAsync(name.ToString());
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Later_pages_show_the_revision_of_the_first()
    {
        var first = await _server.SendAsync("GET", ConfigMaps + "?limit=1");
        await CreateAsync("e");
        await _server.SendAsync("DELETE", ConfigMaps + "/c");
        var second = await _server.SendAsync("GET", ConfigMaps + "?continue=" + first.Field("metadata", "continue"));
        Assert.Equal(["c", "d"], NamesOf(second));
        Assert.Equal(first.Field("metadata", "resourceVersion"), second.Field("metadata", "resourceVersion"));
    }

    [Fact]
    public async Task When_that_revision_is_forgotten_the_rest_can_be_had_as_it_is_now()
    {
        var first = await _server.SendAsync("GET", ConfigMaps + "?limit=1");
        await CreateAsync("a");
        await CreateAsync("e");
        await _server.Store.CompactAsync(_server.Store.CurrentRevision);

        var expired = await _server.SendAsync("GET", ConfigMaps + "?limit=2&continue=" + first.Field("metadata", "continue"));
        Assert.Equal((410, "Expired"), (expired.Code, expired.Field("reason")));
        Assert.StartsWith("The provided continue parameter is too old to display a consistent list result.", expired.Message, StringComparison.Ordinal);

        var rest = await _server.SendAsync("GET", ConfigMaps + "?limit=2&continue=" + expired.Field("metadata", "continue"));
        Assert.Equal((200, "1"), (rest.Code, rest.Field("metadata", "remainingItemCount")));
        Assert.Equal(["c", "d"], NamesOf(rest));
        Assert.Equal(["e"], NamesOf(await _server.SendAsync("GET", ConfigMaps + "?limit=2&continue=" + rest.Field("metadata", "continue"))));
    }

    [Fact]
    public async Task A_forgotten_revision_cannot_be_listed()
    {
        var first = await _server.SendAsync("GET", ConfigMaps);
        await CreateAsync("e");
        await _server.Store.CompactAsync(_server.Store.CurrentRevision);
        var expired = await _server.SendAsync("GET", $"{ConfigMaps}?resourceVersionMatch=Exact&resourceVersion={first.Field("metadata", "resourceVersion")}");
        Assert.Equal((410, "Expired", "The resourceVersion for the provided list is too old."), (expired.Code, expired.Field("reason"), expired.Message));
    }

    [Fact]
    public async Task What_is_selected_is_deleted_together_and_the_rest_stays()
    {
        await _server.SendAsync("PATCH", ConfigMaps + "/c", """{"metadata":{"labels":{"keep":"yes"}}}""", "application/merge-patch+json");
        var pretended = await _server.SendAsync("DELETE", ConfigMaps + "?labelSelector=!keep&dryRun=All");
        Assert.Equal(["b", "d"], NamesOf(pretended));
        Assert.Equal(["b", "c", "d"], NamesOf(await _server.SendAsync("GET", ConfigMaps)));
        await _server.SendAsync("DELETE", ConfigMaps + "?labelSelector=!keep&fieldSelector=metadata.name!%3Dd");
        Assert.Equal(["c", "d"], NamesOf(await _server.SendAsync("GET", ConfigMaps)));
    }

    private Task<Answer> CreateAsync(string name) => _server.SendAsync("POST", ConfigMaps, $$$"""{"metadata":{"name":"{{{name}}}"}}""");

    private static IEnumerable<string> NamesOf(Answer list) =>
        list.Json["items"].AsArray().Select(static i => i.AsObject()["metadata"].AsObject()["name"].AsString());
}
