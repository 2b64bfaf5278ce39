using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;

namespace Kybernet.ControllerManager.Tests.Together;

public sealed class NodeLifecycleTests
{
    private readonly SimulatedCluster _cluster = new() { PodsBecomeReady = false };

    [Fact]
    public void A_silent_node_is_doubted_tainted_and_left()
    {
        // n2 keeps posting; n1 falls silent.
        CreateNode("n1");
        CreateNode("n2");
        var pod = CreatePod("web", "n1", seconds: 30);
        CreatePod("stays", "n1", seconds: null);
        Beat(20, "n1", "n2");
        Assert.Empty(Node("n1").Spec.Taints);

        Beat(62, "n2");
        var ready = Node("n1").Status.Conditions.Single(static c => c.Type == "Ready");
        Assert.Equal(("Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status."), (ready.Status, ready.Reason, ready.Message));
        Assert.Equal(
            ["node.kubernetes.io/unreachable:NoExecute", "node.kubernetes.io/unreachable:NoSchedule"],
            Node("n1").Spec.Taints.Select(static t => $"{t.Key}:{t.Effect}").Order(StringComparer.Ordinal));
        Assert.Empty(Node("n2").Spec.Taints);
        Assert.Equal("False", _cluster.Pods().Single(static p => p.Metadata.Name == "web").Status.Conditions.Single(static c => c.Type == "Ready").Status);

        Beat(40, "n2");
        var web = _cluster.Pods().Single(static p => p.Metadata.Name == "web");
        Assert.NotNull(web.Metadata.DeletionTimestamp);
        Assert.Contains(web.Status.Conditions, static c => c is { Type: "DisruptionTarget", Reason: "DeletionByTaintManager" });
        Assert.Null(_cluster.Pods().Single(static p => p.Metadata.Name == "stays").Metadata.DeletionTimestamp);
        Assert.Contains($"TaintManagerEviction: Marking for deletion Pod default/{pod.Metadata.Name}", _cluster.Events());
        Assert.Contains("NodeNotReady: Node n1 status is now: NodeNotReady", _cluster.Events());

        Beat(20, "n1", "n2");
        Assert.Empty(Node("n1").Spec.Taints);
    }

    [Fact]
    public void When_all_nodes_are_silent_nobody_is_driven_away()
    {
        CreateNode("n1");
        CreatePod("web", "n1", seconds: 10);
        Beat(10, "n1");
        _cluster.Advance(300);
        Assert.Equal(["node.kubernetes.io/unreachable:NoSchedule"], Node("n1").Spec.Taints.Select(static t => $"{t.Key}:{t.Effect}"));
        Assert.Null(Assert.Single(_cluster.Pods()).Metadata.DeletionTimestamp);
    }

    [Fact]
    public void Endpoints_follow_the_pods_of_a_service()
    {
        CreateNode("n1");
        _cluster.Do(() => _cluster.Client.CreateAsync(new Service
        {
            Metadata = new() { Name = "web", Namespace = "default" },
            Spec = new() { Selector = new() { ["app"] = "web" }, Ports = [new() { Port = 80, TargetPort = 8080 }] },
        }));
        _cluster.Advance(1);
        Assert.Empty(Slice().Endpoints);
        CreatePod("web-1", "n1", null);
        CreatePod("web-2", "n1", null);
        _cluster.Advance(1);
        Assert.Equal(2, Slice().Endpoints.Count);
        Assert.All(Slice().Endpoints, static e => Assert.True(e.Conditions.Ready));
        Assert.Equal(2, Assert.Single(_cluster.Get(() => _cluster.Client.GetAsync<Endpoints>("default", "web")).Subsets).Addresses.Count);

        _cluster.Do(() => _cluster.Client.DeleteAsync<Pod>("default", "web-1", new() { GracePeriodSeconds = 30 }));
        _cluster.Advance(1);
        Assert.Equal(
            [(false, true, true), (true, true, false)],
            Slice().Endpoints.Select(static e => (e.Conditions.Ready!.Value, e.Conditions.Serving!.Value, e.Conditions.Terminating!.Value)).Order());

        _cluster.Do(() => _cluster.Client.DeleteAsync<Service>("default", "web"));
        _cluster.Advance(2);
        Assert.DoesNotContain(_cluster.Get(() => _cluster.Client.ListAsync<EndpointSlice>("default")).Items, static s => s.Metadata.Name.StartsWith("web-", StringComparison.Ordinal));
        Assert.DoesNotContain(_cluster.Get(() => _cluster.Client.ListAsync<Endpoints>("default")).Items, static e => e.Metadata.Name == "web");
    }

    private EndpointSlice Slice() => Assert.Single(
        _cluster.Get(() => _cluster.Client.ListAsync<EndpointSlice>("default", new("kubernetes.io/service-name=web"))).Items);

    private void CreateNode(string name)
    {
        _cluster.Do(() => _cluster.Client.CreateAsync(new Node { Metadata = new() { Name = name } }));
        Post(name);
    }

    private Pod CreatePod(string name, string node, long? seconds)
    {
        Pod pod = new()
        {
            Metadata = new() { Name = name, Namespace = "default", Labels = new() { ["app"] = "web" } },
            Spec = new() { NodeName = node, Containers = [new() { Name = "c", Image = "i" }] },
        };
        pod.Spec.Tolerations.Add(new() { Key = "node.kubernetes.io/unreachable", Operator = "Exists", Effect = "NoExecute", TolerationSeconds = seconds });
        var created = _cluster.Get(() => _cluster.Client.CreateAsync(pod));
        created.Status.Phase = "Running";
        created.Status.PodIP = $"10.0.0.{name.Sum(static c => c) % 250 + 1}";
        created.Status.PodIPs.Add(new() { Ip = created.Status.PodIP });
        created.Status.Conditions.Add(new() { Type = "Ready", Status = "True", LastTransitionTime = _cluster.Now });
        return _cluster.Get(() => _cluster.Client.UpdateAsync(created, "status"));
    }

    private void Beat(int seconds, params string[] nodes)
    {
        for (var i = 0; i < seconds; i += 5)
        {
            foreach (var node in nodes) Post(node);
            _cluster.Advance(5);
        }
    }

    private void Post(string name)
    {
        var node = Node(name);
        node.Status.Conditions =
        [
            new() { Type = "Ready", Status = "True", Reason = "KubeletReady", LastHeartbeatTime = _cluster.Now, LastTransitionTime = _cluster.Now },
        ];
        _cluster.Do(() => _cluster.Client.UpdateAsync(node, "status"));
    }

    private Node Node(string name) => _cluster.Get(() => _cluster.Client.GetAsync<Node>("", name));
}
