using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.Api.Policy.V1;
using Kybernet.ApiServer.Tests.Harness;
using Xunit;

namespace Kybernet.ApiServer.Tests.Core;

/// <summary>pods/eviction, and what it does to pods and budgets.</summary>
public sealed class EvictionTests : IAsyncLifetime
{
    private const string Pods = "/api/v1/namespaces/test/pods/";
    private TestApiServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestApiServer.StartAsync();
        await _server.CreateNamespaceAsync("test");
        await _server.SendAsync("POST", "/api/v1/namespaces/test/serviceaccounts", """{"metadata":{"name":"default"}}""");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_pod_without_a_budget_goes_and_says_why()
    {
        await CreatePodAsync("a", ready: true);
        Assert.Equal(201, (await EvictAsync("a")).Code);
        var pod = await PodAsync("a");
        Assert.NotNull(pod!.Metadata.DeletionTimestamp);
        var condition = Assert.Single(pod.Status.Conditions, static c => c.Type == "DisruptionTarget");
        Assert.Equal(("True", "EvictionByEvictionAPI", "Eviction API: evicting"), (condition.Status, condition.Reason, condition.Message));
    }

    [Fact]
    public async Task A_budget_lets_as_many_go_as_it_allows()
    {
        await CreatePodAsync("a", ready: true);
        await CreatePodAsync("b", ready: true);
        await CreateBudgetAsync("budget", allowed: 1, healthy: 2, desired: 2);
        Assert.Equal(201, (await EvictAsync("a")).Code);

        var status = (await BudgetAsync("budget")).Status;
        Assert.Equal(0, status.DisruptionsAllowed);
        Assert.Equal(["a"], status.DisruptedPods.Select(static p => p.Key));
        var condition = Assert.Single(status.Conditions);
        Assert.Equal(("DisruptionAllowed", "False", "InsufficientPods"), (condition.Type, condition.Status, condition.Reason));

        var refused = await EvictAsync("b");
        Assert.Equal((429, "TooManyRequests"), (refused.Code, refused.Field("reason")));
        Assert.Equal("Cannot evict pod as it would violate the pod's disruption budget.", refused.Message);
        Assert.Equal(
            """[{"reason":"DisruptionBudget","message":"The disruption budget budget needs 2 healthy pods and has 2 currently"}]""",
            refused.Json["details"].AsObject()["causes"].ToString());
        Assert.Null((await PodAsync("b"))!.Metadata.DeletionTimestamp);
    }

    [Fact]
    public async Task A_dry_run_takes_nothing()
    {
        await CreatePodAsync("a", ready: true);
        await CreateBudgetAsync("budget", allowed: 1, healthy: 2, desired: 1);
        Assert.Equal(201, (await EvictAsync("a", "?dryRun=All")).Code);
        Assert.Equal(1, (await BudgetAsync("budget")).Status.DisruptionsAllowed);
        Assert.Null((await PodAsync("a"))!.Metadata.DeletionTimestamp);
    }

    [Fact]
    public async Task A_budget_that_nobody_has_counted_yet_lets_nobody_go()
    {
        await CreatePodAsync("a", ready: true);
        await CreateBudgetAsync("budget", allowed: 1, healthy: 2, desired: 1, observed: 0);
        var refused = await EvictAsync("a");
        Assert.Equal((429, "10"), (refused.Code, refused.Headers.GetValues("Retry-After").Single()));
        Assert.Contains("The disruption budget budget is still being processed by the server.", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_that_is_not_ready_goes_while_enough_others_are()
    {
        await CreatePodAsync("a", ready: false);
        await CreateBudgetAsync("budget", allowed: 0, healthy: 2, desired: 2);
        Assert.Equal(201, (await EvictAsync("a")).Code);
        Assert.Empty((await BudgetAsync("budget")).Status.DisruptedPods);
    }

    [Fact]
    public async Task A_pod_that_is_not_ready_stays_when_too_few_are_unless_the_budget_says_always()
    {
        await CreatePodAsync("a", ready: false);
        await CreateBudgetAsync("budget", allowed: 0, healthy: 1, desired: 2);
        Assert.Equal(429, (await EvictAsync("a")).Code);
        await _server.SendAsync(
            "PATCH", "/apis/policy/v1/namespaces/test/poddisruptionbudgets/budget", """{"spec":{"unhealthyPodEvictionPolicy":"AlwaysAllow"}}""",
            "application/merge-patch+json");
        Assert.Equal(201, (await EvictAsync("a")).Code);
    }

    [Fact]
    public async Task A_pod_that_has_ended_goes_whatever_the_budget_says()
    {
        await CreatePodAsync("a", ready: false, phase: "Failed");
        await CreateBudgetAsync("budget", allowed: 0, healthy: 0, desired: 2);
        Assert.Equal(201, (await EvictAsync("a")).Code);
        Assert.Null(await PodAsync("a"));
    }

    [Fact]
    public async Task Two_budgets_are_refused()
    {
        await CreatePodAsync("a", ready: true);
        await CreateBudgetAsync("one", allowed: 1, healthy: 2, desired: 1);
        await CreateBudgetAsync("two", allowed: 1, healthy: 2, desired: 1);
        var refused = await EvictAsync("a");
        Assert.Equal(
            (500, "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."), (refused.Code, refused.Message));
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"b"}}""", 400, "name in URL does not match name in Eviction object")]
    [InlineData("""{"metadata":{"name":"a"},"deleteOptions":{"preconditions":{"uid":"x"}}}""", 409, "Operation cannot be fulfilled on Pod \"a\": the UID in the precondition (x) does not match the UID in record")]
    public async Task What_is_meant_for_another_pod_is_refused(string body, int code, string message)
    {
        await CreatePodAsync("a", ready: true);
        var refused = await _server.SendAsync("POST", Pods + "a/eviction", body);
        Assert.Equal(code, refused.Code);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.Null((await PodAsync("a"))!.Metadata.DeletionTimestamp);
    }

    private Task<Answer> EvictAsync(string name, string query = "") =>
        _server.SendAsync("POST", $"{Pods}{name}/eviction{query}", $$$"""{"apiVersion":"policy/v1","kind":"Eviction","metadata":{"name":"{{{name}}}"}}""");

    private async Task CreatePodAsync(string name, bool ready, string phase = "Running")
    {
        Pod pod = new()
        {
            Metadata = { Name = name, Labels = { ["app"] = "web" } },
            Spec = { NodeName = "node", Containers = { new Container { Name = "c", Image = "c" } } },
        };
        Assert.Equal(201, (await _server.SendAsync("POST", Pods.TrimEnd('/'), Text(pod))).Code);
        var stored = (await PodAsync(name))!;
        stored.Status.Phase = phase;
        stored.Status.Conditions.Add(new PodCondition { Type = "Ready", Status = ready ? "True" : "False" });
        Assert.Equal(200, (await _server.SendAsync("PUT", $"{Pods}{name}/status", Text(stored))).Code);
    }

    private async Task CreateBudgetAsync(string name, int allowed, int healthy, int desired, long observed = 1)
    {
        const string path = "/apis/policy/v1/namespaces/test/poddisruptionbudgets";
        PodDisruptionBudget budget = new()
        {
            Metadata = { Name = name },
            Spec = { MinAvailable = desired, Selector = new LabelSelector { MatchLabels = { ["app"] = "web" } } },
        };
        Assert.Equal(201, (await _server.SendAsync("POST", path, Text(budget))).Code);
        var stored = await BudgetAsync(name);
        stored.Status.DisruptionsAllowed = allowed;
        stored.Status.CurrentHealthy = healthy;
        stored.Status.DesiredHealthy = desired;
        stored.Status.ObservedGeneration = observed;
        Assert.Equal(200, (await _server.SendAsync("PUT", $"{path}/{name}/status", Text(stored))).Code);
    }

    private async Task<Pod?> PodAsync(string name) => await ReadAsync<Pod>(Pods + name);

    private async Task<PodDisruptionBudget> BudgetAsync(string name) =>
        (await ReadAsync<PodDisruptionBudget>("/apis/policy/v1/namespaces/test/poddisruptionbudgets/" + name))!;

    private async Task<T?> ReadAsync<T>(string path) where T : KubeObject, new()
    {
        var answer = await _server.SendAsync("GET", path);
        return answer.Code == 404 ? null : KubeCodec.Decode<T>(System.Text.Encoding.UTF8.GetBytes(answer.Text));
    }

    private static string Text(KubeObject obj) => System.Text.Encoding.UTF8.GetString(KubeCodec.Encode(obj));
}
