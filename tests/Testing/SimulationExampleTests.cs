using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Testing;
using Xunit;

public sealed class SimulationExampleTests
{
    [Fact]
    public void A_node_without_power_is_noticed_within_a_minute()
    {
        Simulation simulation = new(seed: 7);
        simulation.Run(async () =>
        {
            await using var cluster = await TestCluster.StartAsync(new() { Environment = simulation.Environment, Nodes = 2 });
            await cluster.Nodes.StopAsync("node-1");

            // A minute by the cluster's clock, a few milliseconds by yours.
            await simulation.Environment.Delay(TimeSpan.FromMinutes(1), CancellationToken.None);

            var node = await cluster.Client.GetAsync<Node>("", "node-1");
            Assert.Contains(node.Spec.Taints, taint => taint.Key == "node.kubernetes.io/unreachable");
        });
    }
}
