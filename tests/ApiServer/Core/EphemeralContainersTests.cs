using Kybernet.ApiServer.Tests.Harness;
using Xunit;

namespace Kybernet.ApiServer.Tests.Core;

/// <summary>pods/ephemeralcontainers.</summary>
public sealed class EphemeralContainersTests : IAsyncLifetime
{
    private const string Pods = "/api/v1/namespaces/test/pods";
    private const string Merge = "application/strategic-merge-patch+json";
    private TestApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestApiServer.StartAsync();
        await _server.CreateNamespaceAsync("test");
        await _server.SendAsync("POST", "/api/v1/namespaces/test/serviceaccounts", """{"metadata":{"name":"default"}}""");
        await CreateAsync("a", "{}");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task They_are_added_one_by_one_and_nothing_else_changes()
    {
        var first = await AddAsync("a", """{"metadata":{"labels":{"x":"y"}},"spec":{"containers":[{"name":"c","image":"other"}],"ephemeralContainers":[{"name":"one","image":"tools","targetContainerName":"c"}]}}""");
        Assert.Equal(200, first.Code);
        Assert.Equal("2", first.Field("metadata", "generation"));
        Assert.False(first.Json["metadata"].AsObject().Contains("labels"));
        Assert.Equal("c", first.Json["spec"].AsObject()["containers"].AsArray()[0].AsObject()["image"].AsString());
        var one = first.Json["spec"].AsObject()["ephemeralContainers"].AsArray()[0];
        Assert.Equal("""{"name":"one","image":"tools","resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"Always","targetContainerName":"c"}""", one.ToString());

        var second = await AddAsync("a", """{"spec":{"ephemeralContainers":[{"name":"two","image":"tools"}]}}""");
        Assert.Equal(200, second.Code);
        var names = second.Json["spec"].AsObject()["ephemeralContainers"].AsArray().Select(c => c.AsObject()["name"].AsString());
        Assert.Equal(["one", "two"], names.Order());
    }

    [Fact]
    public async Task Those_that_are_there_stay_as_they_are()
    {
        await AddAsync("a", """{"spec":{"ephemeralContainers":[{"name":"one","image":"tools"}]}}""");

        var changed = await AddAsync("a", """{"spec":{"ephemeralContainers":[{"name":"one","image":"others"}]}}""");
        Assert.Equal(422, changed.Code);
        Assert.StartsWith(
            "Pod \"a\" is invalid: spec.ephemeralContainers: Forbidden: existing ephemeral containers \"one\" may not be changed\n", changed.Field("message"), StringComparison.Ordinal);
        Assert.Contains("\n- \"Image\": \"tools\",\n+ \"Image\": \"others\",\n", changed.Field("message"), StringComparison.Ordinal);

        var removed = await AddAsync("a", """{"spec":{"ephemeralContainers":[{"name":"one","$patch":"delete"}]}}""");
        Assert.Equal((422, "Pod \"a\" is invalid: spec.ephemeralContainers: Forbidden: existing ephemeral containers \"one\" may not be removed\n"), (removed.Code, removed.Field("message")));
    }

    [Fact]
    public async Task A_pod_is_not_created_with_them_and_not_given_them_by_an_ordinary_update()
    {
        var created = await _server.SendAsync(
            "POST", Pods, """{"metadata":{"name":"b"},"spec":{"containers":[{"name":"c","image":"c"}],"ephemeralContainers":[{"name":"one","image":"tools"}]}}""");
        Assert.Equal((422, "Pod \"b\" is invalid: spec.ephemeralContainers: Forbidden: cannot be set on create"), (created.Code, created.Field("message")));

        var updated = await _server.SendAsync("PATCH", $"{Pods}/a", """{"spec":{"ephemeralContainers":[{"name":"one","image":"tools"}]}}""", Merge);
        Assert.Equal(422, updated.Code);
        Assert.StartsWith("Pod \"a\" is invalid: spec: Forbidden: pod updates may not change fields other than", updated.Field("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_and_targets_are_judged()
    {
        var refused = await AddAsync("a", """{"spec":{"ephemeralContainers":[{"name":"c","image":"tools","targetContainerName":"absent"}]}}""");
        Assert.Equal((422, "Pod \"a\" is invalid: [spec.ephemeralContainers[0].name: Duplicate value: \"c\", spec.ephemeralContainers[0].targetContainerName: Not found: \"absent\"]"), (refused.Code, refused.Field("message")));
    }

    [Fact]
    public async Task A_static_pod_has_none()
    {
        await CreateAsync("mirror", """{"kubernetes.io/config.mirror":"x"}""");
        var refused = await AddAsync("mirror", """{"spec":{"ephemeralContainers":[{"name":"one","image":"tools"}]}}""");
        Assert.Equal(422, refused.Code);
        Assert.Contains("static pods do not support ephemeral containers", refused.Field("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_that_has_them_is_still_resized_and_changed()
    {
        await AddAsync("a", """{"spec":{"ephemeralContainers":[{"name":"one","image":"tools"}]}}""");
        Assert.Equal(200, (await _server.SendAsync("PATCH", $"{Pods}/a", """{"metadata":{"labels":{"x":"y"}},"spec":{"containers":[{"name":"c","image":"newer"}]}}""", Merge)).Code);
        Assert.Equal(200, (await _server.SendAsync("PATCH", $"{Pods}/a/resize", """{"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"2"}}}]}}""", Merge)).Code);
    }

    private async Task CreateAsync(string name, string annotations)
    {
        var created = await _server.SendAsync(
            "POST", Pods,
            $$$"""{"metadata":{"name":"{{{name}}}","annotations":{{{annotations}}}},"spec":{"nodeName":"n","containers":[{"name":"c","image":"c","resources":{"requests":{"cpu":"1"} } }] } }""");
        Assert.Equal(201, created.Code);
    }

    private Task<Answer> AddAsync(string pod, string patch) => _server.SendAsync("PATCH", $"{Pods}/{pod}/ephemeralcontainers", patch, Merge);
}
