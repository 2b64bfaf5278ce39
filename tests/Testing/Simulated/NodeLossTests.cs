using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Base;

namespace Kybernet.Testing.Tests.Simulated;

public sealed class NodeLossTests
{
    private readonly Simulation _simulation = new(seed: 1);

    [Fact]
    public void A_silent_node_is_tainted_and_its_pods_are_made_anew_elsewhere() => _simulation.Run(
        async () =>
        {
            await using var cluster = await StartAsync();
            var before = await PodsOnAsync(cluster, "node-1");
            // How many is chance.
            Assert.NotEmpty(before);
            await cluster.Nodes.StopAsync("node-1");
            var silent = _simulation.Now;

            // The heartbeats stop: after the grace period of 50 s, at the next look, the node counts as unreachable.
            await PassAsync(45);
            Assert.Empty((await cluster.Client.GetAsync<Node>("", "node-1")).Spec.Taints);
            await cluster.WaitAsync(async () => (await cluster.Client.GetAsync<Node>("", "node-1")).Spec.Taints.Count == 2, TimeSpan.FromMinutes(2));
            Assert.InRange(_simulation.Now - silent, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(70));
            var node = await cluster.Client.GetAsync<Node>("", "node-1");
            Assert.Equal(
                ["node.kubernetes.io/unreachable:NoExecute", "node.kubernetes.io/unreachable:NoSchedule"],
                node.Spec.Taints.Select(static t => $"{t.Key}:{t.Effect}").Order());
            Assert.Equal("Unknown", node.Status.Conditions.Single(static c => c.Type == "Ready").Status);
            Assert.All(await PodsOnAsync(cluster, "node-1"), static p => Assert.Null(p.Metadata.DeletionTimestamp));

            // Pods bear it for the five minutes that DefaultTolerationSeconds gave them; then others take their place.
            var tainted = _simulation.Now;
            await cluster.WaitAsync(
                async () => (await PodsOnAsync(cluster, "node-1")).All(static p => p.Metadata.DeletionTimestamp is not null), TimeSpan.FromMinutes(10));
            Assert.InRange(_simulation.Now - tainted, TimeSpan.FromSeconds(295), TimeSpan.FromSeconds(310));
            await cluster.WaitAsync(async () => (await WebAsync(cluster)).Status.AvailableReplicas == 6, TimeSpan.FromMinutes(1));
            Assert.Equal(6, (await PodsOnAsync(cluster, "node-2")).Count + (await PodsOnAsync(cluster, "node-3")).Count);

            // Nobody can say that they have ended: they stay in the API until their node does.
            Assert.Equal(before.Select(static p => p.Metadata.Uid), (await PodsOnAsync(cluster, "node-1")).Select(static p => p.Metadata.Uid));
            cluster.Nodes.Start("node-1");
            await cluster.WaitAsync(async () => (await PodsOnAsync(cluster, "node-1")).Count == 0, TimeSpan.FromMinutes(2));
            await cluster.WaitAsync(async () => (await cluster.Client.GetAsync<Node>("", "node-1")).Spec.Taints.Count == 0, TimeSpan.FromMinutes(2));
        },
        limit: TimeSpan.FromHours(2));

    [Fact]
    public void A_node_that_is_back_in_time_keeps_its_pods() => _simulation.Run(
        async () =>
        {
            await using var cluster = await StartAsync();
            var before = (await PodsOnAsync(cluster, "node-1")).Select(static p => p.Metadata.Uid).Order();
            await cluster.Nodes.StopAsync("node-1");
            await PassAsync(120);
            Assert.Equal(2, (await cluster.Client.GetAsync<Node>("", "node-1")).Spec.Taints.Count);
            cluster.Nodes.Start("node-1");
            await cluster.WaitAsync(async () => (await cluster.Client.GetAsync<Node>("", "node-1")).Spec.Taints.Count == 0, TimeSpan.FromMinutes(2));
            await PassAsync(600);
            var after = await PodsOnAsync(cluster, "node-1");
            Assert.Equal(before, after.Select(static p => p.Metadata.Uid).Order());
            // Its containers were lost with its power, and are there again.
            Assert.All(after, static p => Assert.Equal("Running", p.Status.Phase));
        },
        limit: TimeSpan.FromHours(2));

    [Fact]
    public void A_node_that_is_deleted_takes_its_pods_along() => _simulation.Run(
        async () =>
        {
            await using var cluster = await StartAsync();
            await cluster.Nodes.StopAsync("node-1");
            await cluster.Client.DeleteAsync<Node>("", "node-1");
            await cluster.WaitAsync(
                async () => (await PodsOnAsync(cluster, "node-1")).Count == 0 && (await WebAsync(cluster)).Status.AvailableReplicas == 6,
                TimeSpan.FromMinutes(5));
        },
        limit: TimeSpan.FromHours(2));

    // As the node controller does when a node's heartbeats were lost and the node was well all the time.
    [Fact]
    public void A_pod_that_others_called_unready_is_called_ready_again_by_its_kubelet() => _simulation.Run(
        async () =>
        {
            // The kubelet's first reports arrive, but it never hears so.
            LosingTransport? kubelet = null;
            await using var cluster = await TestCluster.StartAsync(new()
            {
                Environment = _simulation.Environment,
                Between = (user, api) => user.Name == "system:node:node-1" ? kubelet = new LosingTransport(api) : api,
            });
            await cluster.Client.CreateAsync(Deployments.Web(replicas: 1));
            await cluster.WaitAsync(async () => (await WebAsync(cluster)).Status.AvailableReplicas == 1);
            Assert.True(kubelet!.Lost > 0);
            kubelet.Loses = false;
            await PassAsync(30);

            var pod = Assert.Single(await PodsOnAsync(cluster, "node-1"));
            pod.Status.Conditions.Single(static c => c.Type == "Ready").Status = "False";
            await cluster.Client.UpdateAsync(pod, "status");
            Assert.False(IsReady(await PodsOnAsync(cluster, "node-1")));
            await cluster.WaitAsync(async () => IsReady(await PodsOnAsync(cluster, "node-1")), TimeSpan.FromSeconds(10));
        },
        limit: TimeSpan.FromHours(2));

    private static bool IsReady(IReadOnlyList<Pod> pods) =>
        Assert.Single(pods).Status.Conditions.Single(static c => c.Type == "Ready").Status == "True";

    private async Task<TestCluster> StartAsync()
    {
        var cluster = await TestCluster.StartAsync(new() { Environment = _simulation.Environment, Nodes = 3 });
        await cluster.Client.CreateAsync(Deployments.Web(replicas: 6));
        await cluster.WaitAsync(async () => (await WebAsync(cluster)).Status.AvailableReplicas == 6);
        return cluster;
    }

    private static Task<Deployment> WebAsync(TestCluster cluster) => cluster.Client.GetAsync<Deployment>("default", "web");

    private static async Task<IReadOnlyList<Pod>> PodsOnAsync(TestCluster cluster, string node) =>
        (await cluster.Client.ListAsync<Pod>("default", new(FieldSelector: $"spec.nodeName={node}"))).Items;

    private Task PassAsync(int seconds) => _simulation.Environment.Delay(TimeSpan.FromSeconds(seconds), CancellationToken.None);
}
