using Kybernet.Api.Core.V1;
using Kybernet.ControllerManager.ReplicaSets;

namespace Kybernet.ControllerManager.Tests.ReplicaSets;

public sealed class DeletionRankingTests
{
    private static readonly DateTimeOffset Now = Make.Start + TimeSpan.FromDays(1);

    public static TheoryData<string, Pod, Pod> FirstToGo => new()
    {
        { "unassigned", Make.Pod("b", "Pending", node: ""), Make.Pod("a", "Pending") },
        { "pending", Make.Pod("b", "Pending"), Make.Pod("a", "Unknown") },
        { "unknown", Make.Pod("b", "Unknown"), Make.Pod("a") },
        { "not ready", Make.Pod("b"), Make.Pod("a", readySince: Make.Start) },
        { "cheap", Cost("b", "-5"), Cost("a", "5") },
        { "no cost before a cost", Make.Pod("b"), Cost("a", "1") },
        { "ready for a shorter time", Make.Pod("b", readySince: Now.AddMinutes(-1)), Make.Pod("a", readySince: Now.AddHours(-10)) },
        { "ready for about as long: by uid", Make.Pod("a", readySince: Now.AddMinutes(-40)), Make.Pod("b", readySince: Now.AddMinutes(-45)) },
        { "restarted more often", Restarts("b", 3), Restarts("a", 1) },
        { "younger", Make.Pod("b", created: Now.AddMinutes(-1)), Make.Pod("a", created: Now.AddHours(-10)) },
    };

    [Theory]
    [MemberData(nameof(FirstToGo))]
    public void The_one_that_matters_less_goes_first(string why, Pod first, Pod second)
    {
        Assert.NotEmpty(why);
        Assert.Same(first, Assert.Single(DeletionRanking.Choose([second, first], [first, second], 1, Now)));
        Assert.Same(first, Assert.Single(DeletionRanking.Choose([first, second], [first, second], 1, Now)));
    }

    [Fact]
    public void Pods_that_crowd_a_node_go_first_and_kin_of_other_replica_sets_count()
    {
        var alone = Make.Pod("a", node: "n1", readySince: Make.Start);
        var doubled = Make.Pod("b", node: "n2", readySince: Make.Start);
        Pod[] kin = [alone, doubled, Make.Pod("other", node: "n2"), Make.Pod("ended", "Succeeded", "n1"), Make.Pod("ended2", "Failed", "n1")];
        Assert.Same(doubled, Assert.Single(DeletionRanking.Choose([alone, doubled], kin, 1, Now)));
    }

    [Fact]
    public void All_go_when_all_are_to_go() =>
        Assert.Equal(2, DeletionRanking.Choose([Make.Pod("a"), Make.Pod("b")], [], 5, Now).Count);

    private static Pod Cost(string name, string cost)
    {
        var pod = Make.Pod(name);
        pod.Metadata.Annotations["controller.kubernetes.io/pod-deletion-cost"] = cost;
        return pod;
    }

    private static Pod Restarts(string name, int count)
    {
        var pod = Make.Pod(name);
        pod.Status.ContainerStatuses.Add(new ContainerStatus { RestartCount = count });
        return pod;
    }
}
