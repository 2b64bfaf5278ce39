using Kybernet.ApiServer.Tests.Harness;
using Xunit;

namespace Kybernet.ApiServer.Tests.Core;

/// <summary>pods/resize.</summary>
public sealed class ResizeTests : IAsyncLifetime
{
    private const string Pod = "/api/v1/namespaces/test/pods/a";
    private const string Merge = "application/strategic-merge-patch+json";
    private TestApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestApiServer.StartAsync();
        await _server.CreateNamespaceAsync("test");
        await _server.SendAsync("POST", "/api/v1/namespaces/test/serviceaccounts", """{"metadata":{"name":"default"}}""");
        var created = await _server.SendAsync(
            "POST", "/api/v1/namespaces/test/pods",
            """{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"c","resources":{"requests":{"cpu":"1","memory":"1Gi","ephemeral-storage":"1Gi"},"limits":{"cpu":"2"}}}]}}""");
        Assert.Equal(201, created.Code);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Cpu_and_memory_change_and_nothing_else_does()
    {
        var resized = await ResizeAsync("""{"metadata":{"labels":{"x":"y"}},"spec":{"containers":[{"name":"c","image":"other","resources":{"requests":{"cpu":"1500m","memory":"2Gi"}}}]}}""");
        Assert.Equal(200, resized.Code);
        var container = resized.Json["spec"].AsObject()["containers"].AsArray()[0].AsObject();
        Assert.Equal("""{"limits":{"cpu":"2"},"requests":{"cpu":"1500m","ephemeral-storage":"1Gi","memory":"2Gi"}}""", container["resources"].ToString());
        Assert.Equal("c", container["image"].AsString());
        Assert.False(resized.Json["metadata"].AsObject().Contains("labels"));
        Assert.Equal("2", resized.Field("metadata", "generation"));
    }

    [Theory]
    [InlineData("""{"requests":{"ephemeral-storage":"2Gi"}}""", "spec: Forbidden: only cpu and memory resources are mutable\n")]
    [InlineData("""{"requests":{"memory":null}}""", "spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed")]
    [InlineData("""{"limits":null}""", "spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed")]
    [InlineData("""{"requests":{"cpu":"2","memory":"1Gi"},"limits":{"memory":"1Gi"}}""", "spec: Invalid value: \"Burstable\": Pod QOS Class may not change as a result of resizing")]
    public async Task What_may_not_change_is_refused(string resources, string message)
    {
        var refused = await ResizeAsync($$$"""{"spec":{"containers":[{"name":"c","resources":{{{resources}}} }]}}""");
        Assert.Equal(422, refused.Code);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_on_a_node_that_cannot_is_refused()
    {
        await _server.SendAsync("PATCH", Pod + "/status", """{"status":{"containerStatuses":[{"name":"c","image":"c","imageID":"c","ready":true,"restartCount":0,"state":{"running":{}}}]}}""", Merge);
        var refused = await ResizeAsync("""{"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"1500m"}}}]}}""");
        Assert.Equal(422, refused.Code);
        Assert.Contains("Pod running on node without support for resize", refused.Message, StringComparison.Ordinal);
    }

    private Task<Answer> ResizeAsync(string patch) => _server.SendAsync("PATCH", Pod + "/resize", patch, Merge);
}
