using System.Diagnostics;
using Kybernet.Api.Apps.V1;
using Kybernet.Base;
using Xunit.Abstractions;

namespace Kybernet.Testing.Tests.Simulated;

public sealed class SimulatedClusterTests(ITestOutputHelper output)
{
    /// <summary>A few seeds every time, many in the long run (<c>./kybernet test --long</c>).</summary>
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, Environment.GetEnvironmentVariable("KYBERNET_LONG") == "1" ? 100 : 3)];

    [Fact]
    public void An_idle_hour_passes_and_nothing_changes()
    {
        Simulation simulation = new(seed: 1);
        simulation.Run(async () =>
        {
            await using var cluster = await TestCluster.StartAsync(new() { Environment = simulation.Environment, Nodes = 3 });
            await cluster.Client.CreateAsync(Deployments.Web(replicas: 5));
            await cluster.WaitAsync(async () => (await cluster.Client.GetAsync<Deployment>("default", "web")).Status.AvailableReplicas == 5);
            var before = await cluster.Client.GetAsync<Deployment>("default", "web");
            await simulation.Environment.Delay(TimeSpan.FromHours(1), CancellationToken.None);
            Assert.Equal(before.Metadata.ResourceVersion, (await cluster.Client.GetAsync<Deployment>("default", "web")).Metadata.ResourceVersion);
        }, limit: TimeSpan.FromHours(2));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_is_done_to_a_cluster_it_keeps_its_promises(int seed) => Judge(Play(seed, disturbed: false));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void It_keeps_them_when_requests_fail_and_watches_end(int seed)
    {
        var life = Play(seed, disturbed: true);
        Judge(life);
        Assert.True(life.Disturbances.Count > 100, $"only {life.Disturbances.Count} disturbances");
    }

    [Fact]
    public void The_same_seed_gives_the_same_history_byte_for_byte()
    {
        var first = Play(11, disturbed: true).History.Lines;
        var second = Play(11, disturbed: true).History.Lines;
        var same = first.Zip(second).TakeWhile(static pair => pair.First == pair.Second).Count();
        Assert.True(
            same == first.Count && same == second.Count,
            $"{first.Count} and {second.Count} changes, the same up to {same}:\n{first.ElementAtOrDefault(same)}\n{second.ElementAtOrDefault(same)}");
        Assert.NotEqual(first, Play(12, disturbed: true).History.Lines);
    }

    private ClusterLife Play(int seed, bool disturbed)
    {
        var clock = Stopwatch.StartNew();
        var life = ClusterLife.Play(seed, steps: 40, disturbed);
        output.WriteLine(
            $"seed {seed}: {life.Duration} of the cluster in {clock.Elapsed.TotalSeconds:0.0} s; {life.History.Lines.Count} changes, "
            + $"{life.Disturbances.Count} disturbances, judged {string.Join(", ", life.Invariants.Judged.Select(static j => $"{j.Key} {j.Value}"))}");
        output.WriteLine($"last change: {life.History.Lines[^1]}");
        return life;
    }

    private static void Judge(ClusterLife life)
    {
        Assert.True(life.Invariants.Broken.Count == 0, $"{string.Join('\n', life.Invariants.Broken.Take(70))}\n{life.Log}");
        foreach (var what in (string[])["pod made", "pod bound", "room", "set grown", "availability"])
            Assert.True(life.Invariants.Judged.GetValueOrDefault(what) > 0, $"nothing was judged of: {what}");
    }
}
