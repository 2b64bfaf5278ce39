using Kybernet.Api.Coordination.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ControllerManager.NodeLifecycle;

namespace Kybernet.ControllerManager.Tests.Nodes;

public sealed class NodeHealthTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ControllerManagerOptions Options = new();

    [Theory]
    [InlineData(49, false)]
    [InlineData(50, false)]
    [InlineData(51, true)]
    public void A_node_that_posted_once_is_doubted_after_its_grace(int silence, bool doubted)
    {
        var node = Posted();
        var health = NodeHealth.Look(null, node, null, Start);
        Assert.Equal(doubted, health.Doubt(node, Options, Start.AddSeconds(silence)) is not null);
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(61, true)]
    public void A_node_that_never_posted_is_doubted_after_the_startup_grace(int silence, bool doubted)
    {
        Node node = new() { Metadata = new() { Name = "n1", CreationTimestamp = Start } };
        var conditions = NodeHealth.Look(null, node, null, Start).Doubt(node, Options, Start.AddSeconds(silence));
        Assert.Equal(doubted, conditions is not null);
        if (conditions is null) return;
        Assert.Equal(["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"], conditions.Select(static c => c.Type));
        Assert.All(conditions, static c => Assert.Equal(("Unknown", "NodeStatusNeverUpdated", "Kubelet never posted node status."), (c.Status, c.Reason, c.Message)));
    }

    [Fact]
    public void A_renewed_lease_is_a_sign_of_life_and_an_old_one_is_none()
    {
        var node = Posted();
        var health = NodeHealth.Look(null, node, LeaseOf(Start), Start);
        Assert.Equal(Start, NodeHealth.Look(health, node, LeaseOf(Start), Start.AddSeconds(40)).LastProbe);
        Assert.Equal(Start.AddSeconds(40), NodeHealth.Look(health, node, LeaseOf(Start.AddSeconds(1)), Start.AddSeconds(40)).LastProbe);
    }

    [Fact]
    public void Doubt_comes_once()
    {
        var node = Posted();
        var health = NodeHealth.Look(null, node, null, Start);
        var doubted = node.Clone();
        doubted.Status.Conditions = health.Doubt(node, Options, Start.AddMinutes(2))!;
        Assert.Null(health.Doubt(doubted, Options, Start.AddMinutes(3)));
    }

    [Theory]
    [InlineData("True", false, "")]
    [InlineData("False", false, "node.kubernetes.io/not-ready")]
    [InlineData("Unknown", false, "node.kubernetes.io/unreachable")]
    [InlineData("True", true, "node.kubernetes.io/unschedulable")]
    [InlineData("False", true, "node.kubernetes.io/not-ready node.kubernetes.io/unschedulable")]
    public void NoSchedule_taints_follow_the_conditions_and_leave_others_alone(string ready, bool cordoned, string expected)
    {
        Node node = new() { Spec = new() { Unschedulable = cordoned }, Status = new() { Conditions = [new() { Type = "Ready", Status = ready }] } };
        node.Spec.Taints.Add(new() { Key = "mine", Effect = "NoSchedule" });
        node.Spec.Taints.Add(new() { Key = "node.kubernetes.io/disk-pressure", Effect = "NoSchedule" });
        var taints = NodeTaints.WithNoSchedule(node, Start)!;
        Assert.Equal(["mine", .. expected.Split(' ', StringSplitOptions.RemoveEmptyEntries)], taints.Select(static t => t.Key));
        node.Spec.Taints = taints;
        Assert.Null(NodeTaints.WithNoSchedule(node, Start));
    }

    [Theory]
    [InlineData(3, 0, "Normal", 0.1)]
    [InlineData(1, 2, "Normal", 0.1)]
    [InlineData(1, 3, "PartialDisruption", 0)]
    [InlineData(20, 40, "PartialDisruption", 0.01)]
    [InlineData(0, 1, "FullDisruption", 0.1)]
    public void Zones_are_left_slowly_when_many_nodes_are_silent(int ready, int notReady, string state, double rate)
    {
        var judged = ZoneDisruption.Judge(ready, notReady);
        Assert.Equal(state, judged.ToString());
        Assert.Equal(rate, ZoneDisruption.Rate(judged, ready + notReady, allDisrupted: false, 0.1));
        Assert.Equal(0, ZoneDisruption.Rate(judged, ready + notReady, allDisrupted: true, 0.1));
    }

    private static Node Posted() => new()
    {
        Metadata = new() { Name = "n1", CreationTimestamp = Start.AddDays(-1) },
        Status = new() { Conditions = [new() { Type = "Ready", Status = "True", LastHeartbeatTime = Start }] },
    };

    private static Lease LeaseOf(DateTimeOffset renewed) => new() { Spec = new() { RenewTime = renewed } };
}
