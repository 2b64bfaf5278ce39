using Kybernet.ApiServer.Tests.Harness;
using Xunit;

namespace Kybernet.ApiServer.Tests.Wire;

/// <summary>Bookmarks of kinds whose versions are one object: in a Table they have a row of their own kind.</summary>
public sealed class VersionsBookmarkTests
{
    [Theory]
    [InlineData("/apis/autoscaling/v1/horizontalpodautoscalers")]
    [InlineData("/apis/autoscaling/v2/horizontalpodautoscalers")]
    [InlineData("/apis/events.k8s.io/v1/events")]
    public async Task A_watch_as_table_ends_its_initial_events(string path)
    {
        await using var server = await TestApiServer.StartAsync();
        var answer = await server.SendAsync(
            "GET", path + "?watch=1&timeoutSeconds=1&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan",
            accept: "application/json;as=Table;v=v1;g=meta.k8s.io");
        Assert.Equal(200, answer.Code);
        Assert.Contains("\"type\":\"BOOKMARK\"", answer.Text);
    }
}
