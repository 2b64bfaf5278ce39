using Kybernet.Api.Core.V1;
using Kybernet.ControllerManager.PodGc;

namespace Kybernet.ControllerManager.Tests.PodGc;

public sealed class PodGcDecisionTests
{
    [Fact]
    public void Ended_pods_beyond_the_threshold_go_the_evicted_first_then_the_oldest()
    {
        var evicted = Make.Pod("evicted", "Failed", created: Make.Start.AddHours(3));
        evicted.Status.Reason = "Evicted";
        var going = Make.Pod("going", "Succeeded");
        going.Metadata.DeletionTimestamp = Make.Start;
        Pod[] pods =
        [
            Make.Pod("young", "Succeeded", created: Make.Start.AddHours(2)), Make.Pod("old", "Failed"), evicted, Make.Pod("running"), going,
        ];
        Assert.Equal(["evicted", "old"], PodGcDecision.Terminated(pods, 1).Select(p => p.Metadata.Name));
        Assert.Empty(PodGcDecision.Terminated(pods, 3));
    }

    [Fact]
    public void Pods_that_are_to_go_and_never_had_a_node_go()
    {
        Pod waiting = Make.Pod("waiting", "Pending", node: ""), going = Make.Pod("going", "Pending", node: ""), placed = Make.Pod("placed");
        going.Metadata.DeletionTimestamp = placed.Metadata.DeletionTimestamp = Make.Start;
        Assert.Equal(["going"], PodGcDecision.UnscheduledTerminating([waiting, going, placed]).Select(p => p.Metadata.Name));
    }

    [Theory]
    [InlineData(true, false, true, true)]
    [InlineData(true, true, true, false)]
    [InlineData(false, false, true, false)]
    [InlineData(true, false, false, false)]
    public void Pods_go_from_nodes_that_are_out_of_service(bool tainted, bool ready, bool deleted, bool expected)
    {
        Node node = new();
        if (tainted) node.Spec.Taints.Add(new Taint { Key = "node.kubernetes.io/out-of-service", Effect = "NoExecute" });
        node.Status.Conditions.Add(new NodeCondition { Type = "Ready", Status = ready ? "True" : "Unknown" });
        var pod = Make.Pod("p");
        if (deleted) pod.Metadata.DeletionTimestamp = Make.Start;
        Assert.Equal(expected, PodGcDecision.OutOfServiceTerminating([pod], _ => node).Count == 1);
    }
}
