using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Scheduler.Cache;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Plugins;

namespace Kybernet.Scheduler.Tests;

public sealed class SchedulingAlgorithmTests
{
    private readonly Profile _profile = new("default-scheduler", [
        new PrioritySort(), new NodeUnschedulable(), new NodeName(), new TaintToleration(), new Plugins.NodeAffinity(), new NodePorts(), new NodeResourcesFit(),
    ]);

    [Fact]
    public void Why_nothing_fits_is_said_in_upstreams_words()
    {
        ClusterSnapshot snapshot = new([
            Make.Info(Make.Node("a", cpu: "100m")),
            Make.Info(Make.Node("b", more: n => n.Spec.Unschedulable = true)),
            Make.Info(Make.Node("c", more: n => n.Spec.Taints = [new() { Key = "k", Effect = Taints.NoSchedule }])),
            Make.Info(Make.Node("d", cpu: "100m")),
        ]);

        var (node, why) = Algorithm().Choose(new PodInfo(Make.Pod("p", "1")), snapshot);

        Assert.Null(node);
        Assert.Equal("0/4 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable, 2 Insufficient cpu.", why.ToString());
        Assert.Equal(["NodeResourcesFit", "NodeUnschedulable", "TaintToleration"], why.Plugins.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_nodes_it_says_so() => Assert.Equal(
        "no nodes available to schedule pods", Algorithm().Choose(new PodInfo(Make.Pod("p")), new ClusterSnapshot([])).Diagnosis.ToString());

    [Theory]
    [InlineData(1, 1)]
    [InlineData(99, 99)]
    [InlineData(100, 100)]
    [InlineData(1000, 420)]
    [InlineData(10000, 500)]
    public void Of_many_nodes_some_are_enough(int nodes, int enough) => Assert.Equal(enough, SchedulingAlgorithm.Enough(nodes));

    [Fact]
    public void Equally_good_nodes_all_get_pods()
    {
        ClusterSnapshot snapshot = new([.. Enumerable.Range(0, 5).Select(i => Make.Info(Make.Node($"n{i}")))]);
        var algorithm = Algorithm();

        var chosen = Enumerable.Range(0, 200).Select(_ => algorithm.Choose(new PodInfo(Make.Pod("p")), snapshot).NodeName).Distinct();

        Assert.Equal(5, chosen.Count());
    }

    /// <summary>Whatever the pods: no node ever gets more than it has.</summary>
    [Property(MaxTest = 50)]
    public Property No_node_is_ever_overcommitted(PositiveInt seed)
    {
        RandomSource random = new(seed.Get);
        SchedulerCache cache = new();
        for (var i = 0; i < 5; i++) cache.SetNode(Make.Node($"n{i}", cpu: $"{1 + random.Next(4)}", memory: $"{1 + random.Next(4)}Gi", pods: 1 + random.Next(8)));
        SchedulingAlgorithm algorithm = new(_profile, random);
        for (var i = 0; i < 60; i++)
        {
            PodInfo pod = new(Make.Pod($"p{i}", $"{random.Next(1500)}m", $"{random.Next(1500)}Mi"));
            if (algorithm.Choose(pod, cache.Snapshot()).NodeName is { } node) cache.Assume(pod, node);
        }

        return cache.Snapshot().Nodes.All(n =>
            n.Requested.MilliCpu <= n.Allocatable.MilliCpu && n.Requested.Memory <= n.Allocatable.Memory && n.Pods.Count <= n.AllowedPods).ToProperty();
    }

    private SchedulingAlgorithm Algorithm() => new(_profile, new RandomSource(7));
}
