using Kybernet.Api.Coordination.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Base;
using Kybernet.Kubelet.Hollow;

namespace Kybernet.Kubelet.Tests.Hollow;

/// <summary>The whole kubelet on one thread in virtual time, over containers that pretend.</summary>
public sealed class HollowKubeletTests
{
    private readonly Simulation _simulation = new();
    private readonly TestLog _log = new();
    private readonly FakeApi _api;
    private readonly CancellationTokenSource _stop = new();

    public HollowKubeletTests()
    {
        _api = new(_simulation.Environment);
        Start();
    }

    [Fact]
    public void The_node_registers_and_stays_alive()
    {
        _simulation.Advance(TimeSpan.FromMinutes(1));

        var node = _api.Find<Api.Core.V1.Node>("", "node1")!;
        Assert.Equal("True", node.Status.Conditions.Single(c => c.Type == "Ready").Status);
        Assert.Equal(("8", "110"), (node.Status.Allocatable["cpu"].ToString(), node.Status.Allocatable["pods"].ToString()));
        Assert.Equal("node1", node.Metadata.Labels["kubernetes.io/hostname"]);
        Assert.Equal(["InternalIP=10.0.0.1", "Hostname=node1"], node.Status.Addresses.Select(a => $"{a.Type}={a.Address}"));
        var lease = _api.Find<Lease>("kube-node-lease", "node1")!;
        Assert.InRange(lease.Spec.RenewTime!.Value, _simulation.Now.AddSeconds(-11), _simulation.Now);
        Assert.Equal(["NodeHasNoDiskPressure", "NodeHasSufficientMemory", "NodeHasSufficientPID", "NodeReady", "Starting"], Reasons("node1").Order());
        Assert.Equal(0, _api.StatusPatches); // a node that stays as it is is not written
    }

    [Fact]
    public void A_node_that_was_deleted_comes_again_and_its_lease_is_its_own()
    {
        _simulation.Advance(TimeSpan.FromMinutes(1));
        var old = _api.Find<Api.Core.V1.Node>("", "node1")!.Metadata.Uid;
        _api.Delete<Api.Core.V1.Node>("", "node1");
        _simulation.Advance(TimeSpan.FromMinutes(10));

        var node = _api.Find<Api.Core.V1.Node>("", "node1")!;
        Assert.NotEqual(old, node.Metadata.Uid);
        Assert.Equal(node.Metadata.Uid, Assert.Single(_api.Find<Lease>("kube-node-lease", "node1")!.Metadata.OwnerReferences).Uid);
    }

    [Fact]
    public void A_pod_runs_and_goes_when_it_is_deleted()
    {
        _api.Add(Make.Pod("a", "b"));
        _simulation.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("", string.Join("\n", _log.Lines));
        var pod = _api.Find<Pod>("default", "web")!;
        Assert.Equal(("Running", "10.244.7.2", "10.0.0.1"), (pod.Status.Phase, pod.Status.PodIP, pod.Status.HostIP));
        Assert.All(pod.Status.Conditions, c => Assert.Equal("True", c.Status));
        Assert.Equal(["Pulled", "Created", "Started", "Pulled", "Created", "Started"], Reasons("web"));

        _api.DeletePod("default", "web");
        _simulation.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(_api.Find<Pod>("default", "web"));
        Assert.Contains("Killing", Reasons("web"));
    }

    [Fact]
    public void A_job_like_pod_succeeds_after_its_init_container()
    {
        var pod = Make.Pod("Never", ["main"], ["prepare"]);
        pod.Spec.InitContainers[0].Command.AddRange(["sleep", "5"]);
        pod.Spec.Containers[0].Command.AddRange(["sleep", "10"]);
        _api.Add(pod);

        _simulation.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("Pending", Phase());
        _simulation.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("Running", Phase());
        _simulation.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("Succeeded", Phase());
        Assert.Equal(0, _api.Find<Pod>("default", "web")!.Status.ContainerStatuses[0].State.Terminated!.ExitCode);
    }

    [Fact]
    public void A_crashing_container_waits_longer_and_longer()
    {
        var pod = Make.Pod("a");
        pod.Spec.Containers[0].Command.Add("false");
        _api.Add(pod);

        List<(int At, int Restarts)> restarts = [];
        for (var second = 0; second < 700; second++)
        {
            _simulation.Advance(TimeSpan.FromSeconds(1));
            var count = _api.Find<Pod>("default", "web")!.Status.ContainerStatuses[0].RestartCount;
            if (restarts.Count == 0 || restarts[^1].Restarts != count) restarts.Add((second, count));
        }

        // At once, then after 10, 20, 40, 80, 160 and 300 seconds.
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], restarts.Select(r => r.Restarts));
        int[] expected = [0, 10, 30, 70, 150, 310, 610];
        Assert.All(restarts.Zip(expected), pair => Assert.InRange(pair.First.At, pair.Second - 1, pair.Second + 3));
        var waiting = _api.Find<Pod>("default", "web")!.Status.ContainerStatuses[0].State.Waiting!;
        Assert.Equal("CrashLoopBackOff", waiting.Reason);
        Assert.Equal("back-off 5m0s restarting failed container=a pod=web_default(uid-web)", waiting.Message);
    }

    [Fact]
    public void A_pod_becomes_ready_when_its_probe_says_so_and_a_restart_follows_a_failed_one()
    {
        var pod = Make.Pod("a");
        pod.Metadata.Annotations[HollowProgram.ReadyAfterAnnotation] = "12";
        pod.Spec.Containers[0].ReadinessProbe = new() { PeriodSeconds = 5, FailureThreshold = 3, SuccessThreshold = 1 };
        _api.Add(pod);

        _simulation.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("False", Ready());
        _simulation.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("True", Ready());

        var sick = Make.Pod("a");
        (sick.Metadata.Name, sick.Metadata.Uid) = ("sick", "uid-sick");
        sick.Metadata.Annotations[HollowProgram.ReadyAfterAnnotation] = "1000";
        sick.Spec.Containers[0].LivenessProbe = new() { PeriodSeconds = 5, FailureThreshold = 3, SuccessThreshold = 1 };
        _api.Add(sick);
        _simulation.Advance(TimeSpan.FromSeconds(12));

        Assert.Equal(1, _api.Find<Pod>("default", "sick")!.Status.ContainerStatuses[0].RestartCount);
        Assert.Contains(_api.All<Event>(), e => e.Reason == "Killing" && e.Message == "Container a failed liveness probe, will be restarted");
        Assert.Contains(_api.All<Event>(), e => e.Reason == "Unhealthy" && e.Message == "Liveness probe failed: the hollow container is not ready yet");
    }

    [Fact]
    public void A_deadline_ends_a_pod()
    {
        var pod = Make.Pod("a");
        pod.Spec.ActiveDeadlineSeconds = 20;
        _api.Add(pod);

        _simulation.Advance(TimeSpan.FromSeconds(25));

        var status = _api.Find<Pod>("default", "web")!.Status;
        Assert.Equal(("Failed", "DeadlineExceeded"), (status.Phase, status.Reason));
        Assert.Equal(143, status.ContainerStatuses[0].State.Terminated!.ExitCode);
    }

    [Fact]
    public void A_pod_that_does_not_fit_is_refused()
    {
        var pod = Make.Pod("a");
        pod.Spec.Containers[0].Resources.Requests["cpu"] = Kybernet.Api.Quantity.Parse("9");
        _api.Add(pod);

        _simulation.Advance(TimeSpan.FromSeconds(1));

        var status = _api.Find<Pod>("default", "web")!.Status;
        Assert.Equal(("Failed", "OutOfcpu"), (status.Phase, status.Reason));
        Assert.Equal("Pod was rejected: Node didn't have enough resource: cpu, requested: 9000, used: 0, capacity: 8000", status.Message);
    }

    [Fact]
    public void A_pod_that_takes_its_time_to_stop_gets_its_grace_and_a_shorter_one_counts_at_once()
    {
        var pod = Make.Pod("a");
        pod.Metadata.Annotations[HollowProgram.StopsAfterAnnotation] = "100";
        _api.Add(pod);
        _simulation.Advance(TimeSpan.FromSeconds(1));

        _api.DeletePod("default", "web", grace: 60);
        _simulation.Advance(TimeSpan.FromSeconds(30));
        Assert.NotNull(_api.Find<Pod>("default", "web"));
        _api.DeletePod("default", "web", grace: 2);
        _simulation.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(_api.Find<Pod>("default", "web"));
    }

    [Fact]
    public void Fifty_pods_at_once_all_run()
    {
        for (var i = 0; i < 50; i++)
        {
            var pod = Make.Pod("a");
            (pod.Metadata.Name, pod.Metadata.Uid) = ($"p{i}", $"uid-{i}");
            _api.Add(pod);
        }

        _simulation.Advance(TimeSpan.FromSeconds(1));

        Assert.All(_api.All<Pod>(), p => Assert.Equal("Running", p.Status.Phase));
        Assert.Equal(50, _api.All<Pod>().Select(p => p.Status.PodIP).Distinct().Count());
    }

    [Fact]
    public void The_same_seed_writes_the_same_story()
    {
        static List<string> Story()
        {
            HollowKubeletTests run = new();
            run._api.Add(Make.Pod("a", "b"));
            run._simulation.Advance(TimeSpan.FromMinutes(10));
            return [.. run._api.All<Event>().Select(e => $"{e.Metadata.Name} {e.Reason}"), $"{run._api.Find<Lease>("kube-node-lease", "node1")!.Spec.RenewTime:O}"];
        }

        Assert.Equal(Story(), Story());
    }

    private void Start()
    {
        HollowNodeOptions options = new() { NodeName = "node1", NodeIp = System.Net.IPAddress.Parse("10.0.0.1"), PodCidr = "10.244.7.0/24" };
        var kubelet = HollowKubelet.Create(options, _api.Client, _simulation.Environment, _log);
        var run = _simulation.Environment.Run(() => kubelet.RunAsync(_stop.Token));
        _simulation.Settle();
        if (run.IsFaulted) run.GetAwaiter().GetResult();
    }

    private string Phase() => _api.Find<Pod>("default", "web")!.Status.Phase;

    private string Ready() => _api.Find<Pod>("default", "web")!.Status.Conditions.Single(c => c.Type == "Ready").Status;

    private List<string> Reasons(string name) =>
        [.. _api.All<Event>().Where(e => e.InvolvedObject.Name == name).OrderBy(e => e.Metadata.Name, StringComparer.Ordinal).SelectMany(e => Enumerable.Repeat(e.Reason, e.Count))];
}
