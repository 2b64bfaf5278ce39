using Kybernet.Api.Core.V1;
using Kybernet.Api.Selectors;
using Kybernet.ControllerManager.ReplicaSets;

namespace Kybernet.ControllerManager.Tests.ReplicaSets;

public sealed class ReplicaDecisionTests
{
    private static readonly DateTimeOffset Now = Make.Start.AddMinutes(1);

    [Theory]
    [InlineData(0, 3, 3)]
    [InlineData(5, 3, -2)]
    [InlineData(3, 3, 0)]
    [InlineData(0, 2000, 500)]
    [InlineData(2000, 0, -500)]
    public void The_difference_is_made_up_in_bursts(int active, int wanted, int difference) =>
        Assert.Equal(difference, ReplicaDecision.Difference(active, wanted));

    [Fact]
    public void Ready_pods_are_available_after_a_while()
    {
        ReplicaWish wish = new(3, LabelQuery.Everything, new PodTemplateSpec(), MinReadySeconds: 30);
        Pod[] pods = [Make.Pod("old", readySince: Now.AddSeconds(-30)), Make.Pod("young", readySince: Now.AddSeconds(-10)), Make.Pod("starting")];
        var counts = ReplicaDecision.Status(wish, Before(), pods, 1, 7, null, Now);
        Assert.Equal(new ReplicaCounts(3, 3, 2, 1, 1, 7, null), counts);
        Assert.Equal(TimeSpan.FromSeconds(20), ReplicaDecision.NextAvailable(pods, 30, Now));
    }

    [Fact]
    public void A_failure_is_told_until_it_is_over()
    {
        ReplicaWish wish = new(1, LabelQuery.Everything, new PodTemplateSpec(), 0);
        var failed = ReplicaDecision.Status(wish, Before(), [], 0, 1, new InvalidOperationException("quota"), Now);
        Assert.Equal(new ReplicaFailure("FailedCreate", "quota", Now), failed.Failure);
        var again = ReplicaDecision.Status(wish, failed, [], 0, 1, new InvalidOperationException("other"), Now.AddMinutes(1));
        Assert.Equal(failed.Failure, again.Failure);
        Assert.Null(ReplicaDecision.Status(wish, failed, [Make.Pod("a")], 0, 1, null, Now).Failure);
    }

    private static ReplicaCounts Before() => new(0, 0, 0, 0, null, 0, null);
}
