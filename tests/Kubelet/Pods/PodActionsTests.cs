using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Probes;

namespace Kybernet.Kubelet.Tests.Pods;

public sealed class PodActionsTests
{
    [Fact]
    public void A_new_pod_gets_a_sandbox_and_its_containers()
    {
        var actions = PodActions.Compute(Make.Pod("a", "b"), Make.NoRuntime, NoProbes.Instance);

        Assert.Equal("kill sandbox(0) start a b", Describe(actions));
    }

    [Fact]
    public void A_new_pod_with_init_containers_begins_with_the_first()
    {
        var pod = Make.Pod("Always", ["a"], ["i1", "i2"]);

        Assert.Equal("kill sandbox(0) init i1", Describe(PodActions.Compute(pod, Make.NoRuntime, NoProbes.Instance)));
    }

    [Theory]
    // init containers go one after the other
    [InlineData("Always", "i1,i2", "a", "", "init i1")]
    [InlineData("Always", "i1,i2", "a", "i1=running", "")]
    [InlineData("Always", "i1,i2", "a", "i1=exited(0)", "init i2")]
    [InlineData("Always", "i1,i2", "a", "i2=exited(0) i1=exited(0)", "start a")]
    [InlineData("Always", "i1,i2", "a", "i1=exited(1)", "init i1")]
    [InlineData("OnFailure", "i1", "a", "i1=exited(1)", "init i1")]
    [InlineData("Never", "i1", "a", "i1=exited(1)", "kill")]
    [InlineData("Always", "i1,i2", "a", "i2=exited(0)", "start a")] // the first was removed: the last one says how far it came
    [InlineData("Always", "i1", "a", "a=running", "")]
    [InlineData("Always", "i1", "a", "a=running i1=exited(1)", "")] // it has passed
    // sidecars
    [InlineData("Always", "+s,i1", "a", "s=running", "init i1")]
    [InlineData("Always", "+s", "a", "s=running", "start a")]
    [InlineData("Always", "+s", "a", "s=exited(0)", "init s")]
    [InlineData("Always", "+s", "a", "a=running s=exited(3)", "init s")]
    [InlineData("Always", "+s", "a", "a=running", "init s")] // the runtime lost it
    [InlineData("Never", "+s", "a", "a=exited(0) s=running", "kill")] // it does not keep the pod alive
    // containers by restart policy
    [InlineData("Always", "", "a,b", "a=running b=running", "")]
    [InlineData("Always", "", "a,b", "a=running b=exited(0)", "start b")]
    [InlineData("Always", "", "a,b", "a=running", "start b")]
    [InlineData("OnFailure", "", "a,b", "a=running b=exited(0)", "")]
    [InlineData("OnFailure", "", "a,b", "a=running b=exited(2)", "start b")]
    [InlineData("Never", "", "a,b", "a=running b=exited(2)", "")]
    [InlineData("Never", "", "a,b", "a=exited(0) b=exited(2)", "kill")]
    [InlineData("OnFailure", "", "a", "a=exited(0)", "kill")]
    [InlineData("Always", "", "a", "a=created", "start a")]
    [InlineData("Always", "", "a", "a=unknown", "stop a(Container is in \"unknown\" state, try killing it before restart) start a")]
    public void What_is_done_follows_from_what_is_there(string policy, string init, string containers, string there, string expected)
    {
        var pod = Make.Pod(policy, containers.Split(','), init.Length == 0 ? [] : init.Split(','));
        var runtime = Make.Runtime(ready: true, there.Length == 0 ? [] : there.Split(' '));

        Assert.Equal(expected, Describe(PodActions.Compute(pod, runtime, NoProbes.Instance)));
    }

    [Theory]
    [InlineData("Always", "", "a=exited(0)", "kill sandbox(1) start a")]
    [InlineData("OnFailure", "", "a=exited(0)", "kill")]
    [InlineData("OnFailure", "", "a=exited(1)", "kill sandbox(1) start a")]
    [InlineData("Never", "", "a=exited(1)", "kill")]
    [InlineData("Never", "", "", "kill sandbox(1) start a")] // nothing ever ran in it
    [InlineData("Always", "i1", "a=exited(0) i1=exited(0)", "kill sandbox(1) init i1")]
    public void A_dead_sandbox_is_replaced_while_anything_is_left_to_run(string policy, string init, string there, string expected)
    {
        var pod = Make.Pod(policy, ["a"], init.Length == 0 ? [] : [init]);
        var runtime = Make.Runtime(ready: false, there.Length == 0 ? [] : there.Split(' '));

        Assert.Equal(expected, Describe(PodActions.Compute(pod, runtime, NoProbes.Instance)));
    }

    [Fact]
    public void A_changed_image_restarts_its_container_whatever_the_policy()
    {
        var pod = Make.Pod("Never", ["a", "b"]);
        pod.Spec.Containers[0].Image = "image:2";

        var actions = PodActions.Compute(pod, Make.Runtime(true, "a=running", "b=running"), NoProbes.Instance);

        Assert.Equal("stop a(Container a definition changed, will be restarted) start a", Describe(actions));
    }

    [Theory]
    [InlineData("Always", (int)ProbeKind.Liveness, "stop a(Container a failed liveness probe, will be restarted) start a")]
    [InlineData("Always", (int)ProbeKind.Startup, "stop a(Container a failed startup probe, will be restarted) start a")]
    [InlineData("OnFailure", (int)ProbeKind.Liveness, "stop a(Container a failed liveness probe, will be restarted) start a")]
    public void A_failed_probe_restarts_its_container(string policy, int kind, string expected)
    {
        var actions = PodActions.Compute(Make.Pod(policy, ["a"]), Make.Runtime(true, "a=running"), new Failed((ProbeKind)kind));

        Assert.Equal(expected, Describe(actions));
    }

    [Fact]
    public void A_failed_probe_ends_a_pod_that_is_never_restarted()
    {
        var actions = PodActions.Compute(Make.Pod("Never", ["a"]), Make.Runtime(true, "a=running"), new Failed(ProbeKind.Liveness));

        Assert.Equal("kill stop a(Container a failed liveness probe)", Describe(actions));
    }

    [Fact]
    public void Restart_rules_go_before_the_policies()
    {
        var pod = Make.Pod("Never", ["a"]);
        pod.Spec.Containers[0].RestartPolicy = "Never";
        pod.Spec.Containers[0].RestartPolicyRules.Add(new() { Action = "Restart", ExitCodes = new() { Operator = "In", Values = [42] } });

        Assert.Equal("start a", Describe(PodActions.Compute(pod, Make.Runtime(true, "a=exited(42)"), NoProbes.Instance)));
        Assert.Equal("kill", Describe(PodActions.Compute(pod, Make.Runtime(true, "a=exited(1)"), NoProbes.Instance)));
    }

    [Fact]
    public void Ephemeral_containers_start_once()
    {
        var pod = Make.Pod("a");
        pod.Spec.EphemeralContainers.Add(new() { Name = "debug", Image = "image:1" });

        Assert.Equal("debug debug", Describe(PodActions.Compute(pod, Make.Runtime(true, "a=running"), NoProbes.Instance)));
        Assert.Equal("", Describe(PodActions.Compute(pod, Make.Runtime(true, "a=running", "debug=exited(1)"), NoProbes.Instance)));
    }

    private static string Describe(PodActions actions)
    {
        List<string> words = [];
        if (actions.KillPod) words.Add("kill");
        if (actions.CreateSandbox) words.Add($"sandbox({actions.Attempt})");
        words.AddRange(actions.ContainersToKill.Select(k => $"stop {k.Name}({k.Message})"));
        if (actions.EphemeralContainersToStart.Count > 0) words.Add("debug " + string.Join(' ', actions.EphemeralContainersToStart.Select(c => c.Name)));
        if (actions.InitContainersToStart.Count > 0) words.Add("init " + string.Join(' ', actions.InitContainersToStart.Select(c => c.Name)));
        if (actions.ContainersToStart.Count > 0) words.Add("start " + string.Join(' ', actions.ContainersToStart.Select(c => c.Name)));
        return string.Join(' ', words);
    }

    private sealed record Failed(ProbeKind Kind) : IProbeResults
    {
        public ProbeResult? Liveness(string containerId) => Kind == ProbeKind.Liveness ? ProbeResult.Failure : null;

        public ProbeResult? Readiness(string containerId) => null;

        public ProbeResult? Startup(string containerId) => Kind == ProbeKind.Startup ? ProbeResult.Failure : null;
    }
}
