using Kybernet.Api.Apps.V1;
using Kybernet.ControllerManager.Deployments;

namespace Kybernet.ControllerManager.Tests.Deployments;

public sealed class ProportionalScalingTests
{
    [Theory]
    // Upstream's table: old sizes (newest first; the first is the new one), the size before and after, and what follows.
    [InlineData(10, 12, new[] { 10 }, new[] { 12 })]
    [InlineData(10, 5, new[] { 10 }, new[] { 5 })]
    [InlineData(10, 12, new[] { 5, 5 }, new[] { 6, 6 })]
    [InlineData(10, 5, new[] { 5, 5 }, new[] { 3, 2 })]
    [InlineData(10, 12, new[] { 5, 3, 2 }, new[] { 6, 4, 2 })]
    [InlineData(10, 5, new[] { 5, 3, 2 }, new[] { 2, 2, 1 })]
    [InlineData(10, 20, new[] { 5, 3, 2 }, new[] { 10, 6, 4 })]
    [InlineData(10, 0, new[] { 7, 2, 1 }, new[] { 0, 0, 0 })]
    [InlineData(6, 0, new[] { 0 }, new[] { 0 })]
    public void Each_gets_its_share(int before, int after, int[] sizes, int[] expected)
    {
        var deployment = Make.Deployment(after, 0, 1);
        deployment.Status.Replicas = sizes.Sum();
        var sets = sizes.Select((size, i) => Make.ReplicaSet($"v{sizes.Length - i}", size, 0, ageMinutes: i, desired: before, max: before)).ToArray();
        var sizesAfter = sets.ToDictionary(s => s, s => s.Replicas());
        foreach (var resize in ProportionalScaling.Plan(deployment, sets[0], sets[1..])) sizesAfter[resize.Set] = resize.Replicas;
        Assert.Equal(expected, sets.Select(s => sizesAfter[s]));
    }

    [Fact]
    public void Shares_count_the_surge_that_there_was()
    {
        // 10 replicas and 3 more, scaled to 30: 13 become 40 - upstream's documented example is of this kind.
        var deployment = Make.Deployment(15, 3, 2);
        ReplicaSet old = Make.ReplicaSet("old", 8, ageMinutes: 5, desired: 10, max: 13), @new = Make.ReplicaSet("new", 5, 0, desired: 10, max: 13);
        var plan = ProportionalScaling.Plan(deployment, @new, [old]).ToDictionary(r => r.Set.Metadata.Name, r => r.Replicas);
        Assert.Equal((11, 7), (plan["old"], plan["new"]));
    }

    [Fact]
    public void When_the_new_one_is_complete_the_old_ones_are_over()
    {
        var deployment = Make.Deployment(10, 2, 2);
        var plan = ProportionalScaling.Plan(deployment, Make.ReplicaSet("new", 10, desired: 10), [Make.ReplicaSet("a", 2), Make.ReplicaSet("b", 0)]);
        Assert.Equal(("a", 0), (Assert.Single(plan).Set.Metadata.Name, plan[0].Replicas));
    }
}
