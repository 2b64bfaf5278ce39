using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;

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
    public async Task The_way_of_a_deployment_is_seen_in_the_audit()
    {
        RecordingAudit audit = new();
        await using var cluster = await TestCluster.StartAsync(new() { Audit = audit });
        await cluster.Client.CreateAsync(Deployments.Web(replicas: 1));
        await cluster.WaitAsync(async () => (await cluster.Client.GetAsync<Deployment>("default", "web")).Status.AvailableReplicas == 1);

        // The lesson's steps: somebody asks for a deployment, its controller makes a replica set, that one's controller a pod,
        // the scheduler gives it a node, and the kubelet there runs it and tells.
        Assert.True(audit.InOrder(
            ("kubernetes-admin", "create", "deployments", ""),
            ("system:serviceaccount:kube-system:deployment-controller", "create", "replicasets", ""),
            ("system:serviceaccount:kube-system:replicaset-controller", "create", "pods", ""),
            ("system:kube-scheduler", "create", "pods", "binding"),
            ("system:node:node-1", "patch", "pods", "status")), audit.ToString());
    }

    [Fact]
    public async Task A_namespace_goes_with_all_that_is_in_it()
    {
        await using var cluster = await TestCluster.StartAsync();
        var client = cluster.Client;
        await client.CreateAsync(new Namespace { Metadata = new() { Name = "team" } });
        await client.CreateAsync(new ConfigMap { Metadata = new() { Name = "c", Namespace = "team" } });
        await client.CreateAsync(Deployments.Web(replicas: 2, ns: "team"));
        await cluster.WaitAsync(async () => (await client.ListAsync<Pod>("team")).Items.Count == 2);

        await client.DeleteAsync<Namespace>("", "team");
        await cluster.WaitAsync(async () =>
        {
            try
            {
                await client.GetAsync<Namespace>("", "team");
                return false;
            }
            catch (KubeApiException e) when (e.IsNotFound)
            {
                return true;
            }
        });
        Assert.Empty((await client.ListAsync<Pod>("team")).Items);
    }
}
