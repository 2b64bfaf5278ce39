using Kybernet.Api.Json;
using Kybernet.ApiServer.Tests.Harness;

namespace Kybernet.ApiServer.Tests.Apply;

/// <summary>Server-side apply and managedFields over HTTPS, as clients see them.</summary>
public sealed class ServerSideApplyTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private TestApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestApiServer.StartAsync();
        await _server.CreateNamespaceAsync("default");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Applying_what_is_not_there_makes_it_and_again_changes_nothing()
    {
        var made = await ApplyAsync($"{Maps}/a", "me", Map("a", "x: '1'"));
        Assert.Equal(201, made.Code);
        Assert.Equal("""{"f:data":{"f:x":{}}}""", Fields(made, "me"));

        var again = await ApplyAsync($"{Maps}/a", "me", Map("a", "x: '1'"));
        Assert.Equal(200, again.Code);
        Assert.Equal(made.Field("metadata", "resourceVersion"), again.Field("metadata", "resourceVersion"));
    }

    [Fact]
    public async Task A_conflict_names_the_other_and_the_field_and_force_wins()
    {
        await ApplyAsync($"{Maps}/b", "one", Map("b", "x: '1'"));
        await _server.SendAsync("PATCH", $"{Maps}/b?fieldManager=two", """{"data":{"x":"2"}}""", "application/merge-patch+json");
        var refused = await ApplyAsync($"{Maps}/b", "one", Map("b", "x: '1'"));
        Assert.Equal(409, refused.Code);
        Assert.Equal("Apply failed with 1 conflict: conflict with \"two\" using v1: .data.x", refused.Message);
        var cause = refused.Json.Get("details", "causes").AsArray()[0].AsObject();
        Assert.Equal("FieldManagerConflict", cause["reason"].AsString());
        Assert.Equal(".data.x", cause["field"].AsString());

        var forced = await ApplyAsync($"{Maps}/b", "one", Map("b", "x: '1'"), "&force=true");
        Assert.Equal("1", forced.Field("data", "x"));
        Assert.Null(Entry(forced, "two"));
    }

    [Fact]
    public async Task What_is_applied_no_longer_goes()
    {
        await ApplyAsync($"{Maps}/c", "me", Map("c", "x: '1', z: '2'"));
        var less = await ApplyAsync($"{Maps}/c", "me", Map("c", "z: '2'"));
        Assert.Equal("""{"z":"2"}""", less.Field("data"));
    }

    [Fact]
    public async Task Status_and_scale_are_owned_through_their_subresources()
    {
        await _server.SendAsync("POST", $"{Deployments}?fieldManager=maker", Deployment("d"));
        var status = await _server.SendAsync(
            "PATCH", $"{Deployments}/d/status?fieldManager=controller", """{"spec":{"replicas":9},"status":{"observedGeneration":1}}""", "application/merge-patch+json");
        Assert.Equal("status", Entry(status, "controller")!["subresource"].AsString());
        Assert.Equal("""{"f:status":{"f:observedGeneration":{}}}""", Fields(status, "controller"));
        Assert.Equal("1", status.Field("spec", "replicas"));

        var scaled = await ApplyAsync(
            $"{Deployments}/d/scale", "scaler", "{apiVersion: autoscaling/v1, kind: Scale, metadata: {name: d}, spec: {replicas: 3}}", "&force=true");
        Assert.Equal((200, "3"), (scaled.Code, scaled.Field("spec", "replicas")));
        var after = await _server.SendAsync("GET", $"{Deployments}/d");
        Assert.Equal("""{"f:spec":{"f:replicas":{}}}""", Fields(after, "scaler"));
    }

    [Fact]
    public async Task Kubectl_goes_over_from_its_annotation_without_conflicts()
    {
        const string last = """{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"e\"},\"data\":{\"x\":\"1\"}}""";
        await _server.SendAsync(
            "POST", $"{Maps}?fieldManager=kubectl-client-side-apply",
            "{\"metadata\":{\"name\":\"e\",\"annotations\":{\"kubectl.kubernetes.io/last-applied-configuration\":\"" + last + "\"}},\"data\":{\"x\":\"1\",\"y\":\"1\"}}");
        var other = await ApplyAsync($"{Maps}/e", "other", Map("e", "x: '2'"));
        Assert.Equal(409, other.Code);

        var moved = await ApplyAsync($"{Maps}/e", "kubectl", Map("e", "x: '2'"));
        Assert.Equal(200, moved.Code);
        Assert.Equal("2", moved.Field("data", "x"));
        Assert.Contains("\"x\":\"2\"", moved.Field("metadata", "annotations", "kubectl.kubernetes.io/last-applied-configuration"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: f, managedFields: []}}", 400, "metadata.managedFields must be nil")]
    [InlineData("{apiVersion: v1, kind: Secret, metadata: {name: f}}", 400, "invalid object type: /v1, Kind=Secret")]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: g}}", 400, "the name of the object (g) does not match the name on the URL (f)")]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: f}, dada: {}}", 500, "failed to create typed patch object (/f; /v1, Kind=ConfigMap): .dada: field not declared in schema")]
    [InlineData("[", 400, "error decoding YAML: error converting YAML to JSON: yaml: line 1: did not find expected node content")]
    public async Task What_cannot_be_applied_is_told(string config, int code, string message)
    {
        var answer = await ApplyAsync($"{Maps}/f", "me", config);
        Assert.Equal((code, message), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task A_manager_has_to_be_named()
    {
        var answer = await _server.SendAsync("PATCH", $"{Maps}/h", Map("h", ""), "application/apply-patch+yaml");
        Assert.Equal(422, answer.Code);
        Assert.Equal("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch", answer.Message);
    }

    [Fact]
    public async Task No_more_than_ten_updaters_are_told_apart()
    {
        await _server.SendAsync("POST", $"{Maps}?fieldManager=maker", """{"metadata":{"name":"i"},"data":{"k":"1"}}""");
        for (var i = 0; i < 14; i++)
            await _server.SendAsync("PATCH", $"{Maps}/i?fieldManager=m{i}", $$$"""{"data":{"k{{{i}}}":"1"}}""", "application/merge-patch+json");
        var answer = await _server.SendAsync("GET", $"{Maps}/i");
        Assert.Equal(10, answer.Json.Get("metadata", "managedFields").AsArray().Count);
        Assert.NotNull(Entry(answer, "ancient-changes"));
    }

    [Fact]
    public async Task A_single_empty_entry_clears_the_managers()
    {
        await ApplyAsync($"{Maps}/j", "me", Map("j", "x: '1'"));
        var cleared = await _server.SendAsync("PATCH", $"{Maps}/j", """{"metadata":{"managedFields":[{}]}}""", "application/merge-patch+json");
        Assert.True(cleared.Json.Get("metadata", "managedFields").IsNull);
        var applied = await ApplyAsync($"{Maps}/j", "me", Map("j", "x: '1'"));
        Assert.NotNull(Entry(applied, "before-first-apply"));
    }

    private Task<Answer> ApplyAsync(string path, string manager, string config, string more = "") =>
        _server.SendAsync("PATCH", $"{path}?fieldManager={manager}{more}", config, "application/apply-patch+yaml");

    private static string Map(string name, string data) =>
        $"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}}}, data: {{{data}}}}}";

    private static string Deployment(string name) =>
        """{"metadata":{"name":"NAME"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}"""
            .Replace("NAME", name, StringComparison.Ordinal);

    private static JsonObject? Entry(Answer answer, string manager) => answer.Json.Get("metadata", "managedFields").ArrayOrNull?
        .Select(e => e.AsObject()).FirstOrDefault(e => e["manager"].StringOrNull == manager);

    private static string Fields(Answer answer, string manager) => Entry(answer, manager)!["fieldsV1"].ToString();
}
