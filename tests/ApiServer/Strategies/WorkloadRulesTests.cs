using System.Text.Json.Nodes;

namespace Kybernet.ApiServer.Tests.Strategies;

/// <summary>Rules of single kinds that are easily taken for others.</summary>
public sealed class WorkloadRulesTests
{
    private const string Template = """{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"nginx:1.27"}]}}""";
    private const string Selector = """ "manualSelector":true,"selector":{"matchLabels":{"app":"web"}} """;
    private const string Sets = "/apis/apps/v1/namespaces/default/statefulsets";
    private const string Jobs = "/apis/batch/v1/namespaces/default/jobs";
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Classes = "/apis/storage.k8s.io/v1/storageclasses";

    [Theory]
    [InlineData("{}", """{"type":"RollingUpdate","rollingUpdate":{"partition":0}}""")]
    [InlineData("""{"type":"RollingUpdate"}""", """{"type":"RollingUpdate"}""")]
    [InlineData("""{"type":"RollingUpdate","rollingUpdate":{}}""", """{"type":"RollingUpdate","rollingUpdate":{"partition":0}}""")]
    [InlineData("""{"type":"OnDelete"}""", """{"type":"OnDelete"}""")]
    public void A_stateful_set_has_a_partition_when_it_says_no_type_or_has_a_rolling_update(string sent, string kept)
    {
        var set = Create(Sets, Set($$""" "updateStrategy":{{sent}} """));

        Assert.Equal(JsonNode.Parse(kept)!.ToJsonString(), set["spec"]!["updateStrategy"]!.ToJsonString());
    }

    [Fact]
    public void The_claim_templates_of_a_stateful_set_are_judged_when_it_is_made_and_may_not_change_later()
    {
        var bad = Set(""" "volumeClaimTemplates":[{"metadata":{"name":"d"},"spec":{}}] """);

        Assert.Equal(
            ["spec.volumeClaimTemplates[0].spec.accessModes", "spec.volumeClaimTemplates[0].spec.resources[storage]"], Fields(Create(Sets, bad)));
        Assert.Equal(["spec"], Fields(Update(Sets, Set(""" "replicas":1 """), bad)));
    }

    [Theory]
    [InlineData("""{"reclaimPolicy":"Retain"}""", """reclaimPolicy: Invalid value: "Retain": field is immutable""")]
    [InlineData("""{"parameters":null}""", "parameters: Invalid value: null: field is immutable")]
    public void What_a_storage_class_provisions_is_immutable(string change, string refusal)
    {
        const string Class = """{"metadata":{"name":"a"},"provisioner":"a.example.com/b","reclaimPolicy":"Delete","parameters":{"k":"v"}}""";
        var changed = JsonNode.Parse(Class)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject()) changed[name] = value?.DeepClone();

        Assert.Equal($"StorageClass.storage.k8s.io \"a\" is invalid: {refusal}", Update(Classes, Class, changed.ToJsonString())["message"]!.ToString());
    }

    [Theory]
    [InlineData(""" "completionMode":"Sometimes","backoffLimitPerIndex":1 """, "spec.completionMode")]
    [InlineData(""" "backoffLimitPerIndex":1 """, "spec.backoffLimitPerIndex")]
    [InlineData(""" "completionMode":"Indexed","completions":1,"backoffLimitPerIndex":1 """, null)]
    public void Only_a_job_without_indexes_is_told_that_a_limit_for_each_needs_them(string spec, string? field)
    {
        Assert.Equal(field is null ? [] : [field], Fields(Create(Jobs, Job(spec, "Never"))));
    }

    [Fact]
    public void An_update_of_a_job_tells_the_faults_of_its_template_twice() =>
        Assert.Equal(
            ["spec.template", "spec.template.spec.restartPolicy", "spec.template.spec.restartPolicy"],
            Fields(Update(Jobs, Job(Selector, "Never"), Job(Selector, "Always"))));

    [Theory]
    [InlineData("", new[] { "spec.containers[0].image", "spec.containers[0].image" })]
    [InlineData(" nginx", new[] { "spec.containers[0].image", "spec.containers[0].image" })]
    [InlineData("nginx:1.28", new string[0])]
    public void A_new_image_of_a_pod_is_judged_by_itself_too(string image, string[] fields) =>
        Assert.Equal(fields, Fields(Update(Pods, Pod("nginx"), Pod(image))));

    private static string Pod(string image) =>
        $$$"""{"metadata":{"name":"a"},"spec":{"serviceAccountName":"default","automountServiceAccountToken":false,"containers":[{"name":"c","image":"{{{image}}}","imagePullPolicy":"Always"}]}}""";

    private static string Set(string spec) =>
        $$$"""{"metadata":{"name":"a"},"spec":{"selector":{"matchLabels":{"app":"web"}},"template":{{{Template}}},{{{spec}}} }}""";

    private static string Job(string spec, string restart) =>
        $$$"""{"metadata":{"name":"a"},"spec":{ {{{spec}}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{"restartPolicy":"{{{restart}}}","containers":[{"name":"c","image":"nginx"}]} } } }""";

    private static JsonObject Create(string path, string json) => StrategyPipeline.Create(ResourcePath.Parse(path), JsonNode.Parse(json)!.AsObject());

    private static JsonObject Update(string path, string create, string json) =>
        StrategyPipeline.Update(ResourcePath.Parse(path + "/a"), JsonNode.Parse(create)!.AsObject(), JsonNode.Parse(json)!.AsObject());

    private static string[] Fields(JsonObject answer) =>
        [.. (answer["details"]?["causes"]?.AsArray() ?? []).Select(c => c!["field"]!.ToString()).Order(StringComparer.Ordinal)];
}
