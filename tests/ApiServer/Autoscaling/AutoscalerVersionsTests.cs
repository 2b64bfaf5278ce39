using System.Text;
using Kybernet.ApiServer.Tests.Harness;
using Kybernet.Base;
using Kybernet.Storage;

namespace Kybernet.ApiServer.Tests.Autoscaling;

/// <summary>An autoscaler is one object in two versions.</summary>
public sealed class AutoscalerVersionsTests : IAsyncLifetime
{
    private const string V1 = "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers";
    private const string V2 = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers";
    private const string Target = """{"apiVersion":"apps/v1","kind":"Deployment","name":"d"}""";
    private const string Annotation = "autoscaling.alpha.kubernetes.io/";
    private const string Merge = "application/merge-patch+json";
    private TestApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestApiServer.StartAsync();
        await _server.CreateNamespaceAsync("default");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_target_of_v1_is_a_metric_of_v2()
    {
        await Make(V1, $$$"""{"metadata":{"name":"a"},"spec":{"maxReplicas":5,"targetCPUUtilizationPercentage":60,"scaleTargetRef":{{{Target}}} } }""");
        var shown = await _server.SendAsync("GET", $"{V2}/a");
        Assert.Equal("autoscaling/v2", shown.Field("apiVersion"));
        Assert.Equal(
            """[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":60}}}]""",
            shown.Json.Get("spec", "metrics").ToString());

        await Make(V1, $$$"""{"metadata":{"name":"b"},"spec":{"maxReplicas":5,"scaleTargetRef":{{{Target}}} } }""");
        Assert.Equal(80, (await _server.SendAsync("GET", $"{V1}/b")).Json.Get("spec", "targetCPUUtilizationPercentage").AsInteger());
        Assert.Equal(2, (await _server.SendAsync("GET", V1)).Json["items"].AsArray().Count);
        Assert.Equal(2, (await _server.SendAsync("GET", V2)).Json["items"].AsArray().Count);
    }

    [Fact]
    public async Task What_v1_has_no_fields_for_is_in_annotations_there_and_in_fields_of_v2()
    {
        await Make(V2, $$$"""
            {"metadata":{"name":"a","annotations":{"mine":"1"} },"spec":{"maxReplicas":5,"scaleTargetRef":{{{Target}}},
             "metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":60} } },
                        {"type":"Pods","pods":{"metric":{"name":"m"},"target":{"type":"AverageValue","averageValue":"9"} } }],
             "behavior":{"scaleUp":{"tolerance":"100m","policies":[{"type":"Pods","value":1,"periodSeconds":2}]} } } }
            """);
        var old = await _server.SendAsync("GET", $"{V1}/a");
        Assert.Equal(60, old.Json.Get("spec", "targetCPUUtilizationPercentage").AsInteger());
        var annotations = old.Json.Get("metadata", "annotations").AsObject();
        Assert.Equal("""[{"type":"Pods","pods":{"metricName":"m","targetAverageValue":"9"}}]""", annotations[$"{Annotation}metrics"].AsString());
        Assert.Equal(
            """{"ScaleUp":{"StabilizationWindowSeconds":0,"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":1,"PeriodSeconds":2}],"Tolerance":"100m"},"""
            + """ "ScaleDown":{"StabilizationWindowSeconds":null,"SelectPolicy":"Max","Policies":[{"Type":"Percent","Value":100,"PeriodSeconds":15}],"Tolerance":null}}""".TrimStart(),
            annotations[$"{Annotation}behavior"].AsString());

        // Written back as v1, it is what it was; the annotations are not seen in v2.
        var before = await _server.SendAsync("GET", $"{V2}/a");
        Assert.Equal(200, (await _server.SendAsync("PATCH", $"{V1}/a", """{"spec":{"maxReplicas":7}}""", Merge)).Code);
        var after = await _server.SendAsync("GET", $"{V2}/a");
        Assert.Equal("""{"mine":"1"}""", after.Json.Get("metadata", "annotations").ToString());
        Assert.Equal(7, after.Json.Get("spec", "maxReplicas").AsInteger());
        Assert.Equal(before.Json.Get("spec", "behavior"), after.Json.Get("spec", "behavior"));
        // Annotated ones first, as upstream has it.
        Assert.Equal(["Pods", "Resource"], after.Json.Get("spec", "metrics").AsArray().Select(m => m.AsObject()["type"].AsString()));

        // An annotation that is not JSON says nothing, and is gone; so are the metrics that it stood for.
        await _server.SendAsync("PATCH", $"{V1}/a", $$$"""{"metadata":{"annotations":{"{{{Annotation}}}metrics":"[{"} } }""", Merge);
        after = await _server.SendAsync("GET", $"{V2}/a");
        Assert.Single(after.Json.Get("spec", "metrics").AsArray());
        Assert.True((await _server.SendAsync("GET", $"{V1}/a")).Json.Get("metadata", "annotations", $"{Annotation}metrics").IsNull);
    }

    [Fact]
    public async Task The_status_is_one_too()
    {
        await Make(V2, $$$"""{"metadata":{"name":"a"},"spec":{"maxReplicas":5,"scaleTargetRef":{{{Target}}} } }""");
        const string status = """
            {"status":{"currentReplicas":2,"desiredReplicas":3,
             "currentMetrics":[{"type":"Resource","resource":{"name":"cpu","current":{"averageUtilization":12,"averageValue":"50m"}}}],
             "conditions":[{"type":"AbleToScale","status":"True","lastTransitionTime":"2026-01-02T03:04:05Z","message":"a < b"}]}}
            """;
        Assert.Equal(200, (await _server.SendAsync("PATCH", $"{V2}/a/status", status, Merge)).Code);
        var old = await _server.SendAsync("GET", $"{V1}/a");
        Assert.Equal(12, old.Json.Get("status", "currentCPUUtilizationPercentage").AsInteger());
        var annotations = old.Json.Get("metadata", "annotations").AsObject();
        Assert.Equal(
            """[{"type":"Resource","resource":{"name":"cpu","currentAverageUtilization":12,"currentAverageValue":"50m"}}]""",
            annotations[$"{Annotation}current-metrics"].AsString());
        Assert.Equal(
            """[{"type":"AbleToScale","status":"True","lastTransitionTime":"2026-01-02T03:04:05Z","message":"a \u003c b"}]""",
            annotations[$"{Annotation}conditions"].AsString());

        // A status of v1 leaves alone what the annotations say.
        var before = await _server.SendAsync("GET", $"{V2}/a");
        Assert.Equal(200, (await _server.SendAsync("PATCH", $"{V1}/a/status", """{"status":{"desiredReplicas":4}}""", Merge)).Code);
        var after = await _server.SendAsync("GET", $"{V2}/a");
        Assert.Equal(4, after.Json.Get("status", "desiredReplicas").AsInteger());
        Assert.Equal(before.Json.Get("status", "currentMetrics"), after.Json.Get("status", "currentMetrics"));
        Assert.Equal(before.Json.Get("status", "conditions"), after.Json.Get("status", "conditions"));
    }

    [Fact]
    public async Task Who_set_what_is_kept_in_the_version_in_which_it_was_set()
    {
        await Make($"{V1}?fieldManager=one", $$$"""
            {"metadata":{"name":"a","annotations":{"{{{Annotation}}}metrics":"[]","mine":"1"} },
             "spec":{"maxReplicas":5,"targetCPUUtilizationPercentage":60,"scaleTargetRef":{{{Target}}} } }
            """);
        var patched = await _server.SendAsync("PATCH", $"{V2}/a?fieldManager=two", """{"spec":{"minReplicas":2}}""", Merge);
        Assert.Equal(
            [
                """one autoscaling/v1 {"f:metadata":{"f:annotations":{".":{},"f:mine":{}}},"f:spec":{"f:maxReplicas":{},"f:scaleTargetRef":{},"f:targetCPUUtilizationPercentage":{}}}""",
                """two autoscaling/v2 {"f:spec":{"f:minReplicas":{}}}""",
            ],
            patched.Json.Get("metadata", "managedFields").AsArray().Select(static e => e.AsObject())
                .Select(static e => $"{e["manager"].AsString()} {e["apiVersion"].AsString()} {e["fieldsV1"]}"));
    }

    [Fact]
    public async Task A_row_shows_the_metrics_in_their_order_in_either_version()
    {
        await Make(V2, $$$"""
            {"metadata":{"name":"a"},"spec":{"maxReplicas":5,"scaleTargetRef":{{{Target}}},
             "metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":60} } },
                        {"type":"Resource","resource":{"name":"memory","target":{"type":"AverageValue","averageValue":"1Gi"} } }]} }
            """);
        foreach (var url in (string[])[V1, V2])
        {
            var table = await _server.SendAsync("GET", url, accept: "application/json;as=Table;g=meta.k8s.io;v=v1");
            Assert.Equal("cpu: <unknown>/60%, memory: <unknown>/1Gi", table.Json["rows"].AsArray()[0].AsObject()["cells"].AsArray()[2].AsString());
        }
    }

    [Fact]
    public async Task One_that_lies_in_the_store_as_v1_is_read_as_what_it_is()
    {
        var store = MemoryStore.Create(ExecutionEnvironment.System());
        await store.PutAsync(
            StoreKey.Parse("/registry/horizontalpodautoscalers/default/old"),
            Encoding.UTF8.GetBytes($$$"""
                {"kind":"HorizontalPodAutoscaler","apiVersion":"autoscaling/v1","metadata":{"name":"old","namespace":"default"},"spec":{"maxReplicas":5,"targetCPUUtilizationPercentage":60,"scaleTargetRef":{{{Target}}} } }
                """.Trim()),
            0);
        await using var server = await TestApiServer.StartAsync(o => o with { Store = store });
        var shown = await server.SendAsync("GET", $"{V2}/old");
        Assert.Equal(60, shown.Json.Get("spec", "metrics").AsArray()[0].AsObject().Get("resource", "target", "averageUtilization").AsInteger());
    }

    private async Task Make(string url, string body)
    {
        var made = await _server.SendAsync("POST", url, body);
        Assert.True(made.Code == 201, made.Text);
    }
}
