using System.Text;
using Kybernet.Api;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Client;

namespace Kybernet.Testing.Tests;

/// <summary>
/// A whole cluster on one thread in virtual time, under random orders from a seed: whatever happens in between, it ends as
/// it was last told, and the same seed gives the same run to the byte.
/// </summary>
public sealed class SimulationTests
{
    private const int Steps = 15;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, System.Environment.GetEnvironmentVariable("KYBERNET_LONG") is null ? 3 : 100)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_is_ordered_the_cluster_ends_as_it_was_last_told(int seed)
    {
        var (wanted, pods, _) = Run(seed);

        Assert.Equal(wanted, pods.Count(p => p.Status.Phase == "Running" && p.Metadata.DeletionTimestamp is null));
        Assert.All(pods, p => Assert.NotEqual("", p.Spec.NodeName));
        Assert.Equal(pods.Count, pods.Select(p => p.Status.PodIP).Distinct().Count());
    }

    [Fact]
    public void The_same_seed_gives_the_same_run() => Assert.Equal(Run(7).Trace, Run(7).Trace);

    private static (int Wanted, IReadOnlyList<Pod> Pods, string Trace) Run(int seed)
    {
        Simulation simulation = new(seed);
        RandomSource random = new(seed);
        var wanted = 0;
        IReadOnlyList<Pod> pods = [];
        simulation.Run(
            async () =>
            {
                await using var cluster = await TestCluster.StartAsync(new() { Environment = simulation.Environment, Nodes = 3 });
                var client = cluster.Client;
                await client.CreateAsync(Deployments.Web(replicas: wanted = 3));
                for (var step = 0; step < Steps; step++)
                {
                    wanted = await DisturbAsync(client, random, wanted);
                    await simulation.Environment.Delay(TimeSpan.FromMilliseconds(random.Next(5000)), default);
                }

                await simulation.Environment.Delay(TimeSpan.FromMinutes(5), default);
                pods = (await client.ListAsync<Pod>("default")).Items;
            },
            TimeSpan.FromHours(2));
        StringBuilder trace = new();
        foreach (var pod in pods) trace.AppendLine(Encoding.UTF8.GetString(KubeCodec.Encode(pod)));
        return (wanted, pods, trace.ToString());
    }

    private static async Task<int> DisturbAsync(IKubeClient client, RandomSource random, int wanted)
    {
        switch (random.Next(3))
        {
            case 0:
                wanted = random.Next(8);
                await client.PatchAsync<Deployment>("default", "web", Patch.Merge($$$"""{"spec":{"replicas":{{{wanted}}}}}"""));
                break;
            case 1:
                var image = $"web:{random.Next(100)}";
                await client.PatchAsync<Deployment>(
                    "default", "web", Patch.Strategic(
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"" + image + "\"}]}}}}"));
                break;
            default:
                var pods = (await client.ListAsync<Pod>("default")).Items;
                if (pods.Count > 0) await client.DeleteAsync<Pod>("default", pods[random.Next(pods.Count)].Metadata.Name);
                break;
        }

        return wanted;
    }
}
