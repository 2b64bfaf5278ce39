using Kybernet.ApiServer.Tests.Harness;

namespace Kybernet.ApiServer.Tests.Apply;

/// <summary>Configurations that do not fit: values of a wrong type, and keys that come twice. Over HTTPS, as clients see them.</summary>
public sealed class MistypedApplyTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";

    private const string Doubles =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: a
        data:
          x: "1"
          x: "2"
        immutable: false
        immutable: false
        """;

    private TestApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestApiServer.StartAsync();
        await _server.CreateNamespaceAsync("default");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    // as a public server's answer to a ConfigMap with a list in its data
    [InlineData("metadata: {name: m, namespace: default}, data: {x: [10.10.102.1-10.10.102.254]}", "default",
        """.data.x: expected string, got &value.valueUnstructured{Value:[]interface {}{"10.10.102.1-10.10.102.254"}}""")]
    [InlineData("metadata: {name: m}, data: {x: 80}", "", ".data.x: expected string, got &value.valueUnstructured{Value:80}")]
    [InlineData("metadata: {name: m}, immutable: 'yes'", "", ".immutable: expected boolean, got &{yes}")]
    [InlineData("metadata: {name: m, generation: x}", "", ".metadata.generation: expected numeric (int or float), got string")]
    [InlineData("metadata: {name: m, labels: x}", "", ".metadata.labels: expected map, got &{x}")]
    [InlineData("metadata: {name: m, finalizers: {a: b}}", "", ".metadata.finalizers: expected list, got &{map[a:b]}")]
    [InlineData("metadata: {name: m}, data: {x: 1, z: true}", "",
        "errors:\n  .data.x: expected string, got &value.valueUnstructured{Value:1}\n  .data.z: expected string, got &value.valueUnstructured{Value:true}")]
    public async Task A_value_of_a_wrong_type_is_told_with_its_way(string fields, string ns, string problem)
    {
        var answer = await ApplyAsync($"{Maps}/m", "me", $"{{apiVersion: v1, kind: ConfigMap, {fields}}}");
        Assert.Equal((500, $"failed to create typed patch object ({ns}/m; /v1, Kind=ConfigMap): {problem}"), (answer.Code, answer.Message));
        Assert.Equal(404, (await _server.SendAsync("GET", $"{Maps}/m")).Code);
    }

    [Fact]
    public async Task A_wrong_type_comes_before_conflicts()
    {
        await ApplyAsync($"{Maps}/a", "one", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: '1'}}");
        var answer = await ApplyAsync($"{Maps}/a", "two", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: 2}}");
        Assert.Equal(500, answer.Code);
        Assert.Contains(".data.x: expected string", answer.Message, StringComparison.Ordinal);
        Assert.Equal(409, (await ApplyAsync($"{Maps}/a", "two", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: '2'}}")).Code);
    }

    [Fact]
    public async Task What_fits_the_schema_may_still_not_be_the_type()
    {
        var answer = await ApplyAsync($"{Deployments}/d", "me", Deployment("1.5"));
        Assert.Equal(
            (500, "failed to convert new object (/d; apps/v1, Kind=Deployment) to proper version: unable to convert unstructured object to apps/v1, Kind=Deployment: cannot convert float64 to int32"),
            (answer.Code, answer.Message));
        Assert.Equal("2", (await ApplyAsync($"{Deployments}/d", "me", Deployment("2.0"))).Field("spec", "replicas"));
    }

    [Fact]
    public async Task Keys_that_come_twice_are_refused_when_strict()
    {
        var answer = await ApplyAsync($"{Maps}/a", "me", Doubles, "&fieldValidation=Strict");
        Assert.Equal(
            (400, "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 7: key \"x\" already set in map\n  line 9: key \"immutable\" already set in map"),
            (answer.Code, answer.Message));
        Assert.Equal(404, (await _server.SendAsync("GET", $"{Maps}/a")).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&fieldValidation=Warn")]
    public async Task Keys_that_come_twice_are_warned_of_and_the_last_counts(string validation)
    {
        foreach (var code in new[] { 201, 200 })
        {
            var answer = await ApplyAsync($"{Maps}/a", "me", Doubles, validation);
            Assert.Equal((code, "2"), (answer.Code, answer.Field("data", "x")));
            Assert.Equal(
                ["299 - \"line 7: key \\\"x\\\" already set in map\"", "299 - \"line 9: key \\\"immutable\\\" already set in map\""],
                answer.Headers.GetValues("Warning"));
        }
    }

    [Fact]
    public async Task Keys_that_come_twice_are_let_pass_when_nobody_asks()
    {
        var answer = await ApplyAsync($"{Maps}/a", "me", Doubles, "&fieldValidation=Ignore");
        Assert.Equal((201, false), (answer.Code, answer.Headers.Contains("Warning")));
    }

    [Fact]
    public async Task A_conflict_comes_before_keys_that_come_twice()
    {
        await ApplyAsync($"{Maps}/a", "one", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: '1'}}");
        Assert.Equal(409, (await ApplyAsync($"{Maps}/a", "two", Doubles, "&fieldValidation=Strict")).Code);
    }

    [Fact]
    public async Task A_creation_from_YAML_tells_doubles_together_and_then_what_is_not_known()
    {
        var answer = await _server.SendAsync("POST", $"{Maps}?fieldValidation=Strict", Doubles + "\nnope: 1\n", "application/yaml");
        Assert.Equal(
            (400, "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: yaml: unmarshal errors:\n  line 7: key \"x\" already set in map\n  line 9: key \"immutable\" already set in map, unknown field \"nope\""),
            (answer.Code, answer.Message));
    }

    private Task<Answer> ApplyAsync(string path, string manager, string config, string more = "") =>
        _server.SendAsync("PATCH", $"{path}?fieldManager={manager}{more}", config, "application/apply-patch+yaml");

    private static string Deployment(string replicas) =>
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: d}, spec: {replicas: " + replicas
        + ", selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}}";
}
