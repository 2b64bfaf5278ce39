using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Runtime;
using Kybernet.Kubelet.Status;

namespace Kybernet.Kubelet.Tests.Status;

public sealed class PodStatusTests
{
    [Theory]
    [InlineData("Always", "", "a", "", false, "Pending")]
    [InlineData("Always", "", "a", "a=running", false, "Running")]
    [InlineData("Always", "", "a,b", "a=running", false, "Pending")]
    [InlineData("Always", "", "a,b", "a=running b=exited(1)", false, "Running")]
    [InlineData("Always", "", "a", "a=exited(0)", false, "Running")] // about to start again
    [InlineData("Always", "", "a", "a=exited(0)", true, "Succeeded")] // unless it ends
    [InlineData("Always", "", "a", "a=exited(137)", true, "Failed")]
    [InlineData("OnFailure", "", "a", "a=exited(0)", false, "Succeeded")]
    [InlineData("OnFailure", "", "a", "a=exited(1)", false, "Running")]
    [InlineData("Never", "", "a", "a=exited(0)", false, "Succeeded")]
    [InlineData("Never", "", "a", "a=exited(1)", false, "Failed")]
    [InlineData("Never", "", "a,b", "a=exited(1) b=running", false, "Running")]
    [InlineData("Always", "i", "a", "i=running", false, "Pending")]
    [InlineData("Never", "i", "a", "i=exited(1)", false, "Failed")]
    [InlineData("Always", "i", "a", "i=exited(1)", false, "Pending")]
    [InlineData("Always", "+s", "a", "s=running", false, "Pending")]
    [InlineData("Always", "+s", "a", "s=running a=running", false, "Running")]
    [InlineData("Always", "+s", "a", "s=exited(1) a=running", false, "Running")]
    [InlineData("Never", "+s", "a", "s=exited(137) a=exited(0)", false, "Succeeded")]
    public void The_phase_follows_from_the_containers(string policy, string init, string containers, string there, bool terminal, string expected)
    {
        var pod = Make.Pod(policy, containers.Split(','), init.Length == 0 ? [] : init.Split(','));

        Assert.Equal(expected, Build(pod, Make.Runtime(true, there.Length == 0 ? [] : there.Split(' ')), terminal: terminal).Phase);
    }

    [Fact]
    public void A_pod_without_a_sandbox_is_being_created()
    {
        var status = Build(Make.Pod("a"), Make.NoRuntime);

        Assert.Equal(
            [
                ("PodReadyToStartContainers", "False", "", ""),
                ("Initialized", "True", "", ""),
                ("Ready", "False", "ContainersNotReady", "containers with unready status: [a]"),
                ("ContainersReady", "False", "ContainersNotReady", "containers with unready status: [a]"),
                ("PodScheduled", "True", "", ""),
            ],
            Conditions(status));
        Assert.Equal("ContainerCreating", status.ContainerStatuses[0].State.Waiting!.Reason);
        Assert.All(status.Conditions, c => Assert.Equal((1, Make.Start), (c.ObservedGeneration, c.LastTransitionTime)));
    }

    [Fact]
    public void A_running_pod_is_ready()
    {
        var status = Build(Make.Pod("a"), Make.Runtime(true, "a=running"));

        Assert.All(status.Conditions, c => Assert.Equal("True", c.Status));
        Assert.Equal(("10.244.0.2", "10.244.0.2", "192.168.1.2"), (status.PodIP, status.PodIPs.Single().Ip, status.HostIP));
        var container = status.ContainerStatuses.Single();
        Assert.Equal((true, true, "containerd://id-a", "image@sha256:1"), (container.Ready, container.Started, container.ContainerID, container.ImageID));
        Assert.Equal("BestEffort", status.QosClass);
    }

    [Fact]
    public void Init_containers_that_are_not_done_say_so()
    {
        var status = Build(Make.Pod("Always", ["a"], ["i"]), Make.Runtime(true, "i=running"));

        Assert.Equal(("Initialized", "False", "ContainersNotInitialized", "containers with incomplete status: [i]"), Conditions(status)[1]);
        Assert.Equal("PodInitializing", status.ContainerStatuses[0].State.Waiting!.Reason);
    }

    [Fact]
    public void A_finished_pod_is_completed()
    {
        var status = Build(Make.Pod("Never", ["a"]), Make.Runtime(false, "a=exited(0)"));

        Assert.Equal(("Ready", "False", "PodCompleted", ""), Conditions(status)[2]);
        Assert.Equal(("Initialized", "True", "PodCompleted", ""), Conditions(status)[1]);
    }

    [Fact]
    public void A_start_failure_makes_the_container_wait_and_keeps_how_it_ended()
    {
        Dictionary<string, StartFailure> failures = new() { ["a"] = new("CrashLoopBackOff", "back-off 10s") };

        var container = Build(Make.Pod("a"), Make.Runtime(true, "a=exited(1)"), failures: failures).ContainerStatuses[0];

        Assert.Equal(("CrashLoopBackOff", "back-off 10s"), (container.State.Waiting!.Reason, container.State.Waiting.Message));
        Assert.Equal(1, container.LastState.Terminated!.ExitCode);
    }

    [Fact]
    public void The_container_before_is_the_last_state()
    {
        var newer = Make.Container("a=running") with { Id = "id-2", RestartCount = 1 };
        var runtime = Make.Runtime(true) with { Containers = [newer, Make.Container("a=exited(7)")] };

        var container = Build(Make.Pod("a"), runtime).ContainerStatuses[0];

        Assert.Equal((1, 7), (container.RestartCount, container.LastState.Terminated!.ExitCode));
    }

    [Fact]
    public void A_container_that_vanished_is_unknown_once_the_pod_is_deleted()
    {
        var pod = Make.Pod("a");
        var running = Build(pod, Make.Runtime(true, "a=running"));
        pod.Metadata.DeletionTimestamp = Make.Start;

        var status = Build(pod, Make.NoRuntime, running, terminal: true);

        var ended = status.ContainerStatuses[0].State.Terminated!;
        Assert.Equal(("ContainerStatusUnknown", 137), (ended.Reason, ended.ExitCode));
        Assert.Equal("Failed", status.Phase);
    }

    [Fact]
    public void Nobody_comes_back_from_a_terminal_phase_and_the_address_stays()
    {
        var pod = Make.Pod("Always", ["a"]);
        var done = Build(pod, Make.Runtime(true, "a=exited(0)"), terminal: true);

        var later = Build(pod, Make.NoRuntime, done);

        Assert.Equal(("Succeeded", "10.244.0.2"), (later.Phase, Build(pod, Make.NoRuntime, Build(pod, Make.Runtime(true, "a=running"))).PodIP));
    }

    [Fact]
    public void Others_conditions_stay_and_gates_are_asked()
    {
        var pod = Make.Pod("a");
        pod.Spec.ReadinessGates.Add(new() { ConditionType = "example.com/ok" });
        var without = Build(pod, Make.Runtime(true, "a=running"));
        pod.Status.Conditions.Add(new() { Type = "example.com/ok", Status = "True" });
        var with = Build(pod, Make.Runtime(true, "a=running"));

        Assert.Equal(("Ready", "False", "ReadinessGatesNotReady", "corresponding condition of pod readiness gate \"example.com/ok\" does not exist."), Conditions(without)[2]);
        Assert.Equal("True", Conditions(with)[2].Item2);
        Assert.Equal("example.com/ok", with.Conditions[^1].Type);
    }

    [Theory]
    [InlineData(null, null, "BestEffort")]
    [InlineData("100m", null, "Burstable")]
    [InlineData("100m", "200m", "Burstable")]
    [InlineData("100m", "100m", "Guaranteed")]
    [InlineData(null, "100m", "Guaranteed")]
    public void The_class_of_service_follows_from_requests_and_limits(string? request, string? limit, string expected)
    {
        var pod = Make.Pod("a");
        foreach (var name in (string[])["cpu", "memory"])
        {
            if (request is not null) pod.Spec.Containers[0].Resources.Requests[name] = Kybernet.Api.Quantity.Parse(request);
            if (limit is not null) pod.Spec.Containers[0].Resources.Limits[name] = Kybernet.Api.Quantity.Parse(limit);
        }

        Assert.Equal(expected, PodQos.Of(pod).ToString());
    }

    private static PodStatus Build(
        Pod pod, RuntimePod runtime, PodStatus? previous = null, bool terminal = false, IReadOnlyDictionary<string, StartFailure>? failures = null) =>
        PodStatusBuilder.Build(new()
        {
            Pod = pod,
            Previous = previous ?? pod.Status,
            Runtime = runtime,
            RuntimeName = "containerd",
            IsTerminal = terminal,
            StartFailures = failures ?? new Dictionary<string, StartFailure>(),
            HostIps = ["192.168.1.2"],
            Now = Make.Start,
        });

    private static List<(string, string, string, string)> Conditions(PodStatus status) =>
        [.. status.Conditions.Select(c => (c.Type, c.Status, c.Reason, c.Message))];
}
