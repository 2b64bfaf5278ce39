using Kybernet.ApiServer.Tests.Harness;

namespace Kybernet.ApiServer.Tests.Patching;

/// <summary>
/// What each way of field validation makes of fields in patches that are not known or come twice, and how values of a wrong type
/// are told. Over HTTPS, as clients see it.
/// </summary>
public sealed class PatchValidationTests : IAsyncLifetime
{
    private const string Map = "/api/v1/namespaces/default/configmaps/m";
    private const string Deployment = "/apis/apps/v1/namespaces/default/deployments/d";

    private TestApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestApiServer.StartAsync();
        await _server.CreateNamespaceAsync("default");
        await _server.SendAsync("POST", "/api/v1/namespaces/default/configmaps?fieldManager=me", """{"metadata":{"name":"m"},"data":{"k":"1"}}""");
        await _server.SendAsync(
            "POST", "/apis/apps/v1/namespaces/default/deployments",
            """{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("""{"spec":{"nope":1}}""", "map[spec:map[nope:1]]", "unknown field \"spec.nope\"")]
    [InlineData("""{"spec":{"paused":true,"paused":false}}""", "map[spec:map[paused:false]]", "duplicate field \"spec.paused\"")]
    [InlineData("""{"spec":{"unknown1":"v","twice":"a","twice":"b","paused":true,"paused":false,"template":{"spec":{"containers":[{"name":"c","nested":"v","imagePullPolicy":"Always","imagePullPolicy":"Never"}]}}}}""",
        "map[spec:map[paused:false template:map[spec:map[containers:[map[imagePullPolicy:Never name:c nested:v]]]] twice:b unknown1:v]]",
        "duplicate field \"spec.twice\", duplicate field \"spec.paused\", duplicate field \"spec.template.spec.containers[0].imagePullPolicy\", "
        + "unknown field \"spec.template.spec.containers[0].nested\", unknown field \"spec.twice\", unknown field \"spec.unknown1\"")]
    // as a public server's answer to kubectl apply: directives that were done are no longer in what is quoted
    [InlineData("""{"spec":{"template":{"spec":{"$setElementOrder/containers":[{"name":"c"}],"containers":[{"name":"c","image":"j"}]}},"volumes":[{"hostPath":{"path":"/x"},"name":"v"}]}}""",
        "map[spec:map[template:map[spec:map[]] volumes:[map[hostPath:map[path:/x] name:v]]]]", "unknown field \"spec.volumes\"")]
    [InlineData("""{"spec":{"strategy":{"$retainKeys":["type"],"type":"Recreate"},"nope":null,"minReadySeconds":null}}""",
        "map[spec:map[minReadySeconds:<nil> nope:<nil> strategy:map[type:Recreate]]]", "")]
    public async Task A_strict_strategic_patch_is_quoted(string patch, string quoted, string problems)
    {
        var answer = await PatchAsync(Deployment, patch, "strategic-merge-patch+json", "Strict");
        if (problems.Length == 0)
        {
            Assert.Equal(200, answer.Code);
            return;
        }

        AssertMisfit(answer, $"\"{quoted}\": strict decoding error: {problems}");
    }

    [Theory]
    [InlineData("""{"spec":{"replicas":"1"}}""", "map[spec:map[replicas:1]]", "unrecognized type: int32")]
    [InlineData("""{"spec":{"replicas":1.5}}""", "map[spec:map[replicas:1.5]]", "cannot convert float64 to int32")]
    [InlineData("""{"metadata":{"labels":{"a":1}}}""", "map[metadata:map[labels:map[a:1]]]", "cannot convert int64 to string")]
    [InlineData("""{"spec":{"template":[]}}""", "map[spec:map[template:[]]]", "cannot restore struct from: slice")]
    // what does not fit comes before what is not known
    [InlineData("""{"nope":1,"spec":{"paused":"x"}}""", "map[nope:1 spec:map[paused:x]]", "unrecognized type: bool")]
    [InlineData("""{"spec":{"template":{"spec":{"containers":[{"name":"n","resources":{"limits":{"cpu":"x"}}}]}}}}""",
        "map[spec:map[template:map[spec:map[containers:[map[name:n resources:map[limits:map[cpu:x]]]]]]]]",
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    public async Task A_wrong_type_in_a_strategic_patch_quotes_the_patch(string patch, string quoted, string problem)
    {
        foreach (var validation in new[] { "Ignore", "Warn", "Strict" })
            AssertMisfit(await PatchAsync(Deployment, patch, "strategic-merge-patch+json", validation), $"\"{quoted}\": {problem}");
    }

    [Fact]
    public async Task A_strategic_patch_takes_whole_numbers_however_they_are_written() =>
        Assert.Equal("3", (await PatchAsync(Deployment, """{"spec":{"replicas":3.0}}""", "strategic-merge-patch+json", "Strict")).Field("spec", "replicas"));

    [Theory]
    [InlineData("merge-patch+json", """{"zzz":1,"data":{"k":"2","k":"3"},"immutable":false,"immutable":false}""",
        """{"apiVersion":"v1","data":{"k":"3"},"immutable":false,"kind":"ConfigMap","metadata":META,"zzz":1}""",
        "duplicate field \"data.k\", duplicate field \"immutable\", unknown field \"zzz\"")]
    [InlineData("merge-patch+json", """{"data":{"k":"2","k":"3"}}""",
        """{"apiVersion":"v1","data":{"k":"3"},"kind":"ConfigMap","metadata":META}""", "duplicate field \"data.k\"")]
    [InlineData("json-patch+json", """[{"op":"add","path":"/b","value":{"y":1,"x":2}},{"op":"add","path":"/a","value":1,"foo":2},{"op":"replace","path":"/zz","path":"/data/k","value":"2"}]""",
        """{"a":1,"apiVersion":"v1","b":{"y":1,"x":2},"data":{"k":"2"},"kind":"ConfigMap","metadata":META}""",
        "json patch unknown field \"[1].foo\", json patch duplicate field \"[2].path\", unknown field \"a\", unknown field \"b\"")]
    [InlineData("json-patch+json", """[{"op":"test","op":"add","path":"/data/n","value":"2"}]""",
        """{"apiVersion":"v1","data":{"k":"1","n":"2"},"kind":"ConfigMap","metadata":META}""", "json patch duplicate field \"[0].op\"")]
    public async Task A_strict_patch_of_JSON_quotes_what_it_makes(string type, string patch, string patched, string problems)
    {
        var metadata = (await _server.SendAsync("GET", Map)).Field("metadata");

        var answer = await PatchAsync(Map, patch, type, "Strict");

        var quoted = patched.Replace("META", metadata, StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        AssertMisfit(answer, $"\"{quoted}\": strict decoding error: {problems}");
        Assert.Equal("1", (await _server.SendAsync("GET", Map)).Field("data", "k"));
    }

    [Theory]
    [InlineData("merge-patch+json", """{"data":{"k":1},"nope":1}""", """{"apiVersion":"v1","data":{"k":1},"kind":"ConfigMap","metadata":META,"nope":1}""",
        "json: cannot unmarshal number into Go struct field ConfigMap.data of type string")]
    [InlineData("json-patch+json", """[{"op":"add","path":"/immutable","value":"x"}]""",
        """{"apiVersion":"v1","data":{"k":"1"},"immutable":"x","kind":"ConfigMap","metadata":META}""", "json: cannot unmarshal string into Go struct field ConfigMap.immutable of type bool")]
    public async Task A_wrong_type_in_a_patch_of_JSON_quotes_what_it_makes(string type, string patch, string patched, string problem)
    {
        var metadata = (await _server.SendAsync("GET", Map)).Field("metadata");

        var answer = await PatchAsync(Map, patch, type, "Strict");

        var quoted = patched.Replace("META", metadata, StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        AssertMisfit(answer, $"\"{quoted}\": {problem}");
    }

    [Theory]
    [InlineData("strategic-merge-patch+json", """{"nosuch":1,"also":1,"data":{"k":"2","k":"3"}}""", "duplicate field \"data.k\"", "unknown field \"also\"", "unknown field \"nosuch\"")]
    [InlineData("merge-patch+json", """{"nosuch":1,"also":1,"data":{"k":"2","k":"3"}}""", "duplicate field \"data.k\"", "unknown field \"also\"", "unknown field \"nosuch\"")]
    [InlineData("json-patch+json", """[{"op":"replace","path":"/data/k","value":"3","from":"","from":""},{"op":"add","path":"/nosuch","value":1}]""",
        "json patch duplicate field \"[0].from\"", "unknown field \"nosuch\"")]
    public async Task Warnings_come_in_this_order_and_the_patch_is_done(string type, string patch, params string[] warnings)
    {
        var ignored = await PatchAsync(Map, patch, type, "Ignore");
        Assert.Equal((200, "3", false), (ignored.Code, ignored.Field("data", "k"), ignored.Headers.Contains("Warning")));

        foreach (var validation in new[] { "", "Warn" })
        {
            var answer = await PatchAsync(Map, patch, type, validation);
            Assert.Equal((200, "3"), (answer.Code, answer.Field("data", "k")));
            Assert.Equal(warnings.Select(w => $"299 - \"{w.Replace("\"", "\\\"", StringComparison.Ordinal)}\""), answer.Headers.GetValues("Warning"));
        }
    }

    [Theory]
    [InlineData("strategic-merge-patch+json", "[]", "json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData("merge-patch+json", "null", "Invalid JSON Patch")]
    [InlineData("json-patch+json", "{}", "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp")]
    public async Task What_is_no_patch_is_refused_if_there_is_something_to_be_patched(string type, string patch, string message)
    {
        var answer = await PatchAsync(Map, patch, type, "Strict");
        Assert.Equal((400, message), (answer.Code, answer.Message));
        Assert.Equal(404, (await PatchAsync(Map + "x", patch, type, "Strict")).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData(""", "foo": 1""")]
    public async Task What_nests_too_deep_is_unprocessable(string more)
    {
        var path = "/data";
        List<string> operations = [];
        for (var i = 0; i < 1_500; i++) operations.Add($$$"""{"op":"add","path":"{{{path += "/a"}}}","value":{} {{{(i == 0 ? more : "")}}}}""");

        var answer = await PatchAsync(Map, $"[{string.Join(',', operations)}]", "json-patch+json", "Warn");

        Assert.Equal((422, "the server rejected our request due to an error in our request"), (answer.Code, answer.Message));
    }

    [Fact]
    public async Task A_scale_is_patched_by_the_same_rules() => AssertMisfit(
        await PatchAsync(Deployment + "/scale", """{"spec":{"replicas":"2"}}""", "strategic-merge-patch+json", "Strict"),
        "\"map[spec:map[replicas:2]]\": unrecognized type: int32");

    private Task<Answer> PatchAsync(string path, string patch, string type, string validation) =>
        _server.SendAsync("PATCH", $"{path}?fieldManager=me&fieldValidation={validation}", patch, "application/" + type);

    private static void AssertMisfit(Answer answer, string message)
    {
        Assert.Equal((422, $" \"\" is invalid: patch: Invalid value: {message}"), (answer.Code, answer.Message));
        Assert.Equal("Invalid", answer.Field("reason"));
        var cause = Assert.Single(answer.Json.Get("details", "causes").AsArray()).AsObject();
        Assert.Equal(("FieldValueInvalid", "patch", "Invalid value: " + message), (cause["reason"].AsString(), cause["field"].AsString(), cause["message"].AsString()));
    }
}
