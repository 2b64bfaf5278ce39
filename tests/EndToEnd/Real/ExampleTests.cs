using System.Diagnostics;
using Kybernet.EndToEnd.Tests.Product;

namespace Kybernet.EndToEnd.Tests.Real;

/// <summary>The manifests in examples/ apply and run.</summary>
[Collection(RealNode.Collection)]
public sealed class ExampleTests(RealNode node)
{
    [NodeTheory]
    [InlineData("pod.yaml", "wait pod/hello --for=condition=Ready --timeout=50s", "logs hello", "Hello from hello")]
    [InlineData("replicaset.yaml", "wait pod -l app=trio --for=condition=Ready --timeout=50s", "get rs trio -o jsonpath={.status.readyReplicas}", "3")]
    [InlineData("configmap.yaml", "wait pod/reads-settings --for=condition=Ready --timeout=50s", "logs reads-settings", "colour=blue")]
    [InlineData("secret.yaml", "wait pod/reads-credentials --for=condition=Ready --timeout=50s", "logs reads-credentials", "The user is helm")]
    [InlineData("namespace.yaml", "rollout status deployment/worker -n team-a --timeout=50s", "get pods -n team-a", "Running")]
    public async Task It_applies_runs_and_goes(string file, string wait, string ask, string answer)
    {
        var path = Path.Combine(KybernetExecutable.Root, "examples", file);
        await node.Kubectl.RunAsync($"apply -f {path}");
        await node.Kubectl.WaitAsync("get pods -A -o name", s => s.Length > 0);
        await node.Kubectl.RunAsync(wait);
        await node.Kubectl.WaitAsync(ask, said => said.Contains(answer, StringComparison.Ordinal));
        await node.Kubectl.RunAsync($"delete -f {path} --timeout=50s");
    }

    [NodeFact]
    public async Task A_deployment_answers_at_its_service()
    {
        var deployment = Path.Combine(KybernetExecutable.Root, "examples", "deployment.yaml");
        var service = Path.Combine(KybernetExecutable.Root, "examples", "service.yaml");
        await node.Kubectl.RunAsync($"apply -f {deployment} -f {service}");
        await node.Kubectl.RunAsync("rollout status deployment/web --timeout=50s");
        await AnswersAsync("http://127.0.0.1:30080/", "This is web-");
        await node.Kubectl.RunAsync($"delete -f {deployment} -f {service} --timeout=50s");
    }

    [NodeFact]
    public async Task Three_tiers_work_together()
    {
        var path = Path.Combine(KybernetExecutable.Root, "examples", "three-tier.yaml");
        await node.Kubectl.RunAsync($"apply -f {path}");
        foreach (var tier in (string[])["database", "backend", "frontend"])
            await node.Kubectl.RunAsync($"rollout status deployment/{tier} -n shop --timeout=50s");
        await AnswersAsync("http://127.0.0.1:30081/cgi-bin/visit", "You are visitor ");
        await node.Kubectl.RunAsync($"delete -f {path} --timeout=50s");
    }

    [Fact]
    public void Every_example_is_tried() => Assert.Equal(
        ["configmap.yaml", "deployment.yaml", "namespace.yaml", "pod.yaml", "replicaset.yaml", "secret.yaml", "service.yaml", "three-tier.yaml"],
        Directory.EnumerateFiles(Path.Combine(KybernetExecutable.Root, "examples"), "*.yaml").Select(Path.GetFileName).Order(StringComparer.Ordinal));

    private static async Task AnswersAsync(string address, string expected)
    {
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5), DefaultRequestHeaders = { ConnectionClose = true } };
        var clock = Stopwatch.StartNew();
        while (true)
        {
            string said;
            try
            {
                said = await http.GetStringAsync(new Uri(address));
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                said = e.Message; // The rules follow the endpoints within moments.
            }

            if (said.Contains(expected, StringComparison.Ordinal)) return;
            Assert.True(clock.Elapsed < Programs.Patience, $"{address} never said {expected}, but {said}");
            await Task.Delay(100);
        }
    }
}
