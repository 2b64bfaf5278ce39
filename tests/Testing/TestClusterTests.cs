using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Testing.Tests;

public sealed class TestClusterTests
{
    [Fact]
    public async Task A_deployment_becomes_running_pods_and_goes_away_again()
    {
        await using var cluster = await TestCluster.StartAsync(new() { Nodes = 2 });
        var client = cluster.Client;
        await client.CreateAsync(Deployments.Web(replicas: 4));

        await cluster.WaitAsync(async () => (await client.GetAsync<Deployment>("default", "web")).Status.AvailableReplicas == 4);
        var pods = await client.ListAsync<Pod>("default");
        Assert.Equal(4, pods.Items.Count);
        Assert.Equal(2, pods.Items.Select(p => p.Spec.NodeName).Distinct().Count());
        Assert.Equal(4, pods.Items.Select(p => p.Status.PodIP).Distinct().Count());

        await client.DeleteAsync<Deployment>("default", "web");
        await cluster.WaitAsync(async () => (await client.ListAsync<Pod>("default")).Items.Count == 0);
    }

    [Fact]
    public async Task Clients_of_other_kinds_reach_it_over_https()
    {
        await using var cluster = await TestCluster.StartAsync(new() { Https = true });
        // As such a client would: from the text of the file.
        var config = Kubeconfig.Parse(cluster.Kubeconfig.Write(), "/").ToClientConfig();
        using HttpsTransport transport = new(config, ExecutionEnvironment.System(), NullLogger.Instance);
        KubeClient client = new(transport);
        await client.CreateAsync(Deployments.Web(replicas: 1));
        await cluster.WaitAsync(async () => (await client.GetAsync<Deployment>("default", "web")).Status.AvailableReplicas == 1);
        Assert.Equal("node-1", Assert.Single((await client.ListAsync<Node>()).Items).Metadata.Name);

        // Pods are told whom to trust.
        await cluster.WaitAsync(async () => (await cluster.Client.ListAsync<ConfigMap>("default")).Items.Any(
            c => c.Metadata.Name == "kube-root-ca.crt" && c.Data["ca.crt"] == config.CertificateAuthorityPem));
    }

    [Fact]
    public async Task Without_https_there_is_no_kubeconfig()
    {
        await using var cluster = await TestCluster.StartAsync(new() { Nodes = 0, Controllers = false, Scheduler = false });
        Assert.Throws<InvalidOperationException>(() => cluster.Kubeconfig);
    }

    [Fact]
    public async Task Somebody_else_may_do_what_their_roles_say()
    {
        await using var cluster = await TestCluster.StartAsync(new() { Nodes = 0, Controllers = false, Scheduler = false });
        var nobody = cluster.ClientFor(new() { Name = "jane" });
        var refused = await Assert.ThrowsAsync<KubeApiException>(() => nobody.ListAsync<Pod>("default"));
        Assert.Equal("pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\"", refused.Message);
    }

    [Fact]
    public async Task Nodes_are_as_large_as_is_said_and_more_can_join()
    {
        await using var cluster = await TestCluster.StartAsync(new() { Node = static n => n with { Cpus = 2, NodeLabels = new Dictionary<string, string> { ["disk"] = "ssd" } } });
        Assert.Equal("node-2", cluster.Nodes.Add());
        await cluster.WaitForNodesAsync(2);
        var nodes = (await cluster.Client.ListAsync<Node>("", new("disk=ssd"))).Items;
        Assert.Equal(cluster.Nodes.Names, nodes.Select(static n => n.Metadata.Name));
        Assert.All(nodes, static n => Assert.Equal("2", n.Status.Capacity["cpu"].ToString()));
    }

    [Fact]
    public async Task What_does_not_come_about_is_told()
    {
        await using var cluster = await TestCluster.StartAsync(new() { Nodes = 0, Controllers = false, Scheduler = false });
        await Assert.ThrowsAsync<TimeoutException>(() => cluster.WaitAsync(static () => Task.FromResult(false), TimeSpan.Zero));
    }

    // In virtual time: what keeps a namespace is looked at again when half of the pods' grace period is over.
    [Fact]
    public void A_namespace_goes_with_all_that_is_in_it()
    {
        Simulation simulation = new();
        simulation.Run(async () =>
        {
            await using var cluster = await TestCluster.StartAsync(new() { Environment = simulation.Environment });
            var client = cluster.Client;
            await client.CreateAsync(new Namespace { Metadata = new() { Name = "team" } });
            await client.CreateAsync(new ConfigMap { Metadata = new() { Name = "c", Namespace = "team" } });
            await client.CreateAsync(Deployments.Web(replicas: 2, ns: "team"));
            await cluster.WaitAsync(async () => (await client.GetAsync<Deployment>("team", "web")).Status.AvailableReplicas == 2);

            await client.DeleteAsync<Namespace>("", "team");
            await cluster.WaitAsync(async () => (await client.ListAsync<Namespace>()).Items.All(static n => n.Metadata.Name != "team"));
            Assert.Empty((await client.ListAsync<Pod>("team")).Items);
            Assert.Empty((await client.ListAsync<ConfigMap>("team")).Items);
        });
    }
}
