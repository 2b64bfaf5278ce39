using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Scheduler.Cache;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Plugins;

namespace Kybernet.Scheduler.Tests;

public sealed class PluginTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("n", true)]
    [InlineData("other", false)]
    public void NodeName_lets_a_pod_go_only_where_it_says(string wanted, bool fits) =>
        Assert.Equal(fits, new NodeName().Filter(Pod(p => p.Spec.NodeName = wanted), Node()).IsSuccess);

    [Fact]
    public void NodeUnschedulable_keeps_pods_off_a_cordoned_node_but_those_that_tolerate_it()
    {
        var cordoned = Node(n => n.Spec.Unschedulable = true);

        Assert.False(new NodeUnschedulable().Filter(Pod(), cordoned).IsSuccess);
        Assert.True(new NodeUnschedulable().Filter(
            Pod(p => p.Spec.Tolerations = [new() { Key = "node.kubernetes.io/unschedulable", Operator = "Exists" }]), cordoned).IsSuccess);
    }

    [Theory]
    [InlineData("", "TCP", 80, false)]
    [InlineData("", "UDP", 80, true)]
    [InlineData("", "TCP", 81, true)]
    [InlineData("10.0.0.1", "TCP", 80, false)]
    public void NodePorts_knows_which_ports_conflict(string ip, string protocol, int port, bool fits)
    {
        var taken = Make.Info(Make.Node("n"), WithPort("other", "", "TCP", 80));

        Assert.Equal(fits, new NodePorts().Filter(new PodInfo(WithPort("p", ip, protocol, port)), taken).IsSuccess);
    }

    [Fact]
    public void NodePorts_lets_two_addresses_have_the_same_port()
    {
        var taken = Make.Info(Make.Node("n"), WithPort("other", "10.0.0.1", "TCP", 80));

        Assert.True(new NodePorts().Filter(new PodInfo(WithPort("p", "10.0.0.2", "TCP", 80)), taken).IsSuccess);
        Assert.False(new NodePorts().Filter(new PodInfo(WithPort("p", "", "TCP", 80)), taken).IsSuccess);
    }

    [Theory]
    [InlineData("In", "ssd", true)]
    [InlineData("In", "hdd", false)]
    [InlineData("NotIn", "hdd", true)]
    [InlineData("Exists", "", true)]
    [InlineData("DoesNotExist", "", false)]
    public void NodeAffinity_asks_for_labels(string @operator, string value, bool fits)
    {
        NodeSelectorRequirement requirement = new() { Key = "disk", Operator = @operator };
        if (value.Length > 0) requirement.Values.Add(value);
        var pod = Pod(p => p.Spec.Affinity = new()
        {
            NodeAffinity = new()
            {
                RequiredDuringSchedulingIgnoredDuringExecution = new() { NodeSelectorTerms = [new() { MatchExpressions = [requirement] }] },
            },
        });

        Assert.Equal(fits, new Plugins.NodeAffinity().Filter(pod, Node(n => n.Metadata.Labels["disk"] = "ssd")).IsSuccess);
    }

    [Fact]
    public void NodeAffinity_takes_the_node_selector_as_well() => Assert.False(
        new Plugins.NodeAffinity().Filter(Pod(p => p.Spec.NodeSelector["disk"] = "ssd"), Node()).IsSuccess);

    [Theory]
    [InlineData("Equal", "gpu", "yes", "NoSchedule", true)]
    [InlineData("Equal", "gpu", "no", "NoSchedule", false)]
    [InlineData("Exists", "gpu", "", "", true)]
    [InlineData("Exists", "", "", "", true)]
    [InlineData("Exists", "gpu", "", "NoExecute", false)]
    public void TaintToleration_matches_tolerations_as_upstream_does(string @operator, string key, string value, string effect, bool fits)
    {
        var tainted = Node(n => n.Spec.Taints = [new() { Key = "gpu", Value = "yes", Effect = Taints.NoSchedule }]);
        var pod = Pod(p => p.Spec.Tolerations = [new() { Key = key, Operator = @operator, Value = value, Effect = effect }]);

        Assert.Equal(fits, new TaintToleration().Filter(pod, tainted).IsSuccess);
    }

    [Fact]
    public void NodeResourcesFit_says_all_that_is_short()
    {
        var node = Make.Info(Make.Node("n", cpu: "1", memory: "1Gi", pods: 1), Make.Pod("other", cpu: "600m", memory: "800Mi"));

        var verdict = new NodeResourcesFit().Filter(new PodInfo(Make.Pod("p", "500m", "512Mi")), node);

        Assert.Equal(["Too many pods", "Insufficient cpu", "Insufficient memory"], verdict.Reasons);
        Assert.Equal(VerdictCode.Unschedulable, verdict.Code);
    }

    [Fact]
    public void NodeResourcesFit_knows_when_no_pods_going_would_help() => Assert.Equal(
        VerdictCode.UnschedulableAndUnresolvable,
        new NodeResourcesFit().Filter(new PodInfo(Make.Pod("p", "5")), Make.Info(Make.Node("n", cpu: "4"))).Code);

    [Fact]
    public void LeastAllocated_prefers_the_emptier_node()
    {
        PodInfo pod = new(Make.Pod("p", "1", "1Gi"));
        NodeResourcesFit fit = new();

        Assert.True(fit.Score(pod, Make.Info(Make.Node("empty"))) > fit.Score(pod, Make.Info(Make.Node("full"), Make.Pod("other", "2", "4Gi"))));
        Assert.Equal(81, fit.Score(pod, Make.Info(Make.Node("n"))));
    }

    [Fact]
    public void Init_containers_count_as_much_as_the_largest_of_them()
    {
        var pod = Make.Pod("p", "500m", more: p => p.Spec.InitContainers =
        [
            new() { Name = "a", Resources = new() { Requests = new() { ["cpu"] = Quantity.Parse("2") } } },
            new() { Name = "b", Resources = new() { Requests = new() { ["cpu"] = Quantity.Parse("1") } } },
        ]);

        Assert.Equal(2000, new PodInfo(pod).Requests.MilliCpu);
    }

    private static PodInfo Pod(Action<Pod>? more = null) => new(Make.Pod("p", more: more));

    private static NodeInfo Node(Action<Node>? more = null) => Make.Info(Make.Node("n", more: more));

    private static Pod WithPort(string name, string ip, string protocol, int port) => Make.Pod(name, more: p =>
        p.Spec.Containers[0].Ports = [new() { HostIP = ip, Protocol = protocol, HostPort = port, ContainerPortValue = port }]);
}
