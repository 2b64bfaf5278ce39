using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Testing;
using Xunit;

public sealed class ExampleTests
{
    [Fact]
    public async Task Three_replicas_are_spread_over_two_nodes()
    {
        await using var cluster = await TestCluster.StartAsync(new() { Nodes = 2 });
        await cluster.Client.CreateFromTextAsync("""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
            spec:
              replicas: 3
              selector:
                matchLabels: {app: web}
              template:
                metadata:
                  labels: {app: web}
                spec:
                  containers:
                  - {name: web, image: nginx}
            """);

        await cluster.WaitAsync(async () =>
            (await cluster.Client.GetAsync<Deployment>("default", "web")).Status.AvailableReplicas == 3);

        var pods = await cluster.Client.ListAsync<Pod>("default", new("app=web"));
        Assert.Equal(["node-1", "node-2"], pods.Items.Select(pod => pod.Spec.NodeName).Distinct().Order());
    }
}
