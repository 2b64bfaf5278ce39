using Kybernet.ApiServer.Tests.Harness;

namespace Kybernet.ApiServer.Tests.Tables;

/// <summary>A Scale in every form in which it can be asked for.</summary>
public sealed class ScaleTableTests : IAsyncLifetime
{
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private TestApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestApiServer.StartAsync();
        await _server.SendAsync("POST", Deployments, """
            {"metadata":{"name":"d"},"spec":{"replicas":3,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}
            """);
        await _server.SendAsync("PATCH", $"{Deployments}/d/status", """{"status":{"replicas":2}}""", "application/merge-patch+json");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task As_a_table_it_tells_how_many_there_should_be_and_are()
    {
        var table = await _server.SendAsync("GET", $"{Deployments}/d/scale", accept: "application/json;as=Table;v=v1;g=meta.k8s.io");
        Assert.Equal(("Table", "meta.k8s.io/v1"), (table.Field("kind"), table.Field("apiVersion")));
        Assert.Equal(
            ["Name string  0", "Desired integer  0", "Available integer  0", "Age string  0"],
            table.Json["columnDefinitions"].AsArray().Select(static c => c.AsObject()).Select(static c => $"{c["name"].AsString()} {c["type"].AsString()} {c["format"].AsString()} {c["priority"]}"));
        var row = Assert.Single(table.Json["rows"].AsArray()).AsObject();
        Assert.StartsWith("""["d",3,2,""", row["cells"].ToString(), StringComparison.Ordinal);
        Assert.Equal("PartialObjectMetadata", row.Get("object", "kind").AsString());
        Assert.Equal((await _server.SendAsync("GET", $"{Deployments}/d")).Field("metadata", "resourceVersion"), table.Field("metadata", "resourceVersion"));
    }

    [Fact]
    public async Task An_update_is_answered_as_a_table_too()
    {
        var table = await _server.SendAsync(
            "PATCH", $"{Deployments}/d/scale", """{"spec":{"replicas":5}}""", "application/merge-patch+json", "application/json;as=Table;v=v1;g=meta.k8s.io");
        Assert.StartsWith("""["d",5,2,""", Assert.Single(table.Json["rows"].AsArray()).AsObject()["cells"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whole_it_is_a_scale_and_of_its_metadata_alone_there_is_a_form_too()
    {
        var scale = await _server.SendAsync("GET", $"{Deployments}/d/scale");
        Assert.Equal(("Scale", "autoscaling/v1"), (scale.Field("kind"), scale.Field("apiVersion")));
        Assert.Equal("""{"replicas":3}""", scale.Field("spec"));
        Assert.Equal("""{"replicas":2,"selector":"a=b"}""", scale.Field("status"));
        Assert.Equal((await _server.SendAsync("GET", $"{Deployments}/d")).Field("metadata", "resourceVersion"), scale.Field("metadata", "resourceVersion"));

        var metadata = await _server.SendAsync("GET", $"{Deployments}/d/scale", accept: "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io");
        Assert.Equal(("PartialObjectMetadata", scale.Field("metadata")), (metadata.Field("kind"), metadata.Field("metadata")));
    }
}
