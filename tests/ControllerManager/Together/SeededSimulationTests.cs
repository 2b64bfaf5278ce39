using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Tests.Together;

public sealed class SeededSimulationTests
{
    [Fact]
    public void The_same_seed_takes_the_same_course()
    {
        var first = Course(7, 30);
        Assert.Equal(first, Course(7, 30));
        Assert.NotEqual(first, Course(8, 30));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_happens_in_the_end_there_is_what_was_asked_for(int seed)
    {
        var cluster = Play(seed, 60);
        cluster.Advance(90);
        var deployment = cluster.Get(() => cluster.Client.GetAsync<Deployment>("default", "web"));
        var wanted = deployment.Spec.Replicas;
        Assert.Equal((wanted, wanted, wanted), (deployment.Status.Replicas, deployment.Status.UpdatedReplicas, deployment.Status.AvailableReplicas));
        var pods = cluster.Pods();
        Assert.Equal(wanted, pods.Count);
        Assert.All(pods, p => Assert.Equal(deployment.Spec.Template.Spec.Containers[0].Image, p.Spec.Containers[0].Image));
    }

    // Every event with its time, and every pod's name: if any two steps had taken place in another order, they would differ.
    private static IReadOnlyList<string> Course(int seed, int steps)
    {
        var cluster = Play(seed, steps);
        var events = cluster.Get(async () => (await cluster.Client.ListAsync<Event>("default")).Items);
        return [.. events.Select(e => $"{e.FirstTimestamp:O} {e.Metadata.Name} {e.Message} {e.Metadata.ResourceVersion}"), .. cluster.Pods().Select(p => $"{p.Metadata.Name} {p.Metadata.Uid}")];
    }

    private static SimulatedCluster Play(int seed, int steps)
    {
        Random chance = new(seed);
        SimulatedCluster cluster = new(seed);
        var deployment = Make.Deployment(3);
        deployment.Metadata.Uid = "";
        cluster.Do(() => cluster.Client.CreateAsync(deployment));
        for (var step = 0; step < steps; step++)
        {
            switch (chance.Next(6))
            {
                case 0:
                    Change(cluster, d => d.Spec.Replicas = chance.Next(8));
                    break;
                case 1:
                    Change(cluster, d => d.Spec.Template.Spec.Containers[0].Image = $"nginx:{chance.Next(3)}");
                    break;
                case 2 when cluster.Pods() is { Count: > 0 } pods:
                    var victim = pods[chance.Next(pods.Count)];
                    cluster.Do(() => cluster.Client.DeleteAsync<Pod>("default", victim.Metadata.Name));
                    break;
                default:
                    cluster.Advance(chance.Next(1, 6));
                    break;
            }
        }

        return cluster;
    }

    private static void Change(SimulatedCluster cluster, Action<Deployment> change) => cluster.Do(() => RetryOnConflict.RunAsync(cluster.Environment, async ct =>
    {
        var deployment = await cluster.Client.GetAsync<Deployment>("default", "web", ct);
        change(deployment);
        return await cluster.Client.UpdateAsync(deployment, "", ct);
    }, CancellationToken.None));
}
