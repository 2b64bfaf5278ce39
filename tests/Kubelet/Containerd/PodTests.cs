using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Linux.Tests.Harness;

namespace Kybernet.Kubelet.Tests.Containerd;

/// <summary>Pods in real containers.</summary>
[Collection(nameof(RealNode))]
public sealed class PodTests(RealNode node)
{
    [NodeFact]
    public async Task A_pod_runs_tells_its_status_and_goes_without_a_trace()
    {
        node.Script("basic", "echo hello; trap 'exit 0' TERM; while :; do sleep 0.1; done");
        await node.UntilRunning("basic");

        var pod = node.Pod("basic")!;
        Assert.StartsWith("10.244.7.", pod.Status.PodIP);
        Assert.StartsWith("containerd://", pod.Status.ContainerStatuses[0].ContainerID);
        Assert.True(pod.Status.ContainerStatuses[0].Ready);
        Assert.All(pod.Status.Conditions, static c => Assert.Equal("True", c.Status));
        await node.Until(() => node.LogOf("basic") == "hello\n", "the log says hello");
        await node.Until(() => node.Events("basic").Count == 3, "three events");
        Assert.Equal(
            [$"Pulled: Container image \"{RealNode.Image}\" already present on machine and can be accessed by the pod", "Created: Container created", "Started: Container started"],
            node.Events("basic"));
        Assert.Single(Directory.GetFiles(node.Options.ContainerLogsDirectory!, "basic_default_c-*.log"));
        Assert.True(Directory.Exists(Path.Combine(node.Options.RootDirectory, "pods", pod.Metadata.Uid)));

        node.Api.DeletePod("default", "basic");
        await node.Until(() => node.Pod("basic") is null, "the pod is gone");
        await node.Until(
            () => !Directory.Exists(Path.Combine(node.Options.RootDirectory, "pods", pod.Metadata.Uid))
                && Directory.GetFiles(node.Options.ContainerLogsDirectory!, "basic_default_c-*.log").Length == 0,
            "nothing is left");
    }

    [NodeFact]
    public async Task A_container_that_crashes_is_started_again_and_waits()
    {
        node.Script("crash", "echo try; echo last words > /dev/termination-log; exit 3");
        await node.Until(() => node.Container("crash") is { RestartCount: 1, State.Waiting.Reason: "CrashLoopBackOff" }, "it waits");

        var status = node.Container("crash");
        Assert.Equal((3, "Error", "last words\n"), (status.LastState.Terminated!.ExitCode, status.LastState.Terminated.Reason, status.LastState.Terminated.Message));
        Assert.Equal($"back-off 10s restarting failed container=c pod=crash_default({node.Pod("crash")!.Metadata.Uid})", status.State.Waiting!.Message);
        Assert.Equal("try\n", node.LogOf("crash", 1));
        Assert.Equal("Running", node.Pod("crash")!.Status.Phase);
        node.Api.DeletePod("default", "crash", 1);
        await node.Until(() => node.Pod("crash") is null, "the pod is gone");
    }

    [NodeFact]
    public async Task Init_containers_come_first_and_a_job_ends()
    {
        node.Script("job", "cat /work/file; exit 0", static pod =>
        {
            pod.Spec.RestartPolicy = "Never";
            pod.Spec.Volumes.Add(new() { Name = "work", EmptyDir = new() });
            pod.Spec.Containers[0].VolumeMounts.Add(new() { Name = "work", MountPath = "/work" });
            var init = pod.Spec.Containers[0].Clone();
            (init.Name, init.Command) = ("prepare", ["sh", "-c", "echo prepared > /work/file"]);
            pod.Spec.InitContainers.Add(init);
        });
        await node.UntilPhase("job", "Succeeded");

        Assert.Equal("prepared\n", node.LogOf("job"));
        Assert.Equal("Completed", node.Container("job").State.Terminated!.Reason);
        Assert.Equal("PodCompleted", node.Pod("job")!.Status.Conditions.Single(static c => c.Type == "Ready").Reason);
        node.Api.DeletePod("default", "job", 1);
    }

    [NodeFact]
    public async Task Environment_identity_and_limits_reach_the_container()
    {
        node.Api.Add(new ConfigMap { Metadata = { Name = "settings", Namespace = "default" }, Data = { ["color"] = "blue", ["size"] = "9" } });
        node.Api.Add(new Secret { Metadata = { Name = "login", Namespace = "default" }, Data = { ["password"] = "s3cret"u8.ToArray() } });
        node.Script("environment", "env | grep -E '^(COLOR|P_|PASSWORD|NAME|IP|LIMIT|GREETING|WITH)' ; id -u; id -g; hostname; cat /etc/hosts; exec sleep 1000", static pod =>
        {
            pod.Metadata.Labels["app"] = "x";
            var c = pod.Spec.Containers[0];
            c.EnvFrom.Add(new() { Prefix = "P_", ConfigMapRef = new() { Name = "settings" } });
            c.Env.Add(new() { Name = "COLOR", ValueFrom = new() { ConfigMapKeyRef = new() { Name = "settings", Key = "color" } } });
            c.Env.Add(new() { Name = "PASSWORD", ValueFrom = new() { SecretKeyRef = new() { Name = "login", Key = "password" } } });
            c.Env.Add(new() { Name = "NAME", ValueFrom = new() { FieldRef = new() { FieldPath = "metadata.name" } } });
            c.Env.Add(new() { Name = "IP", ValueFrom = new() { FieldRef = new() { FieldPath = "status.podIP" } } });
            c.Env.Add(new() { Name = "LIMIT", ValueFrom = new() { ResourceFieldRef = new() { Resource = "limits.memory", Divisor = Quantity.Parse("1Mi") } } });
            c.Env.Add(new() { Name = "GREETING", Value = "$(COLOR) $$(x) $(NOBODY)" });
            c.Resources.Limits["memory"] = Quantity.Parse("64Mi");
            c.Resources.Requests["cpu"] = Quantity.Parse("100m");
            pod.Spec.SecurityContext = new() { RunAsUser = 1234, RunAsGroup = 77 };
            pod.Spec.HostAliases.Add(new() { Ip = "10.1.1.1", Hostnames = ["a.example", "b"] });
        });
        await node.UntilRunning("environment");
        await node.Until(() => node.LogOf("environment").Contains("HostAliases"), "the hosts file was read");

        var ip = node.Pod("environment")!.Status.PodIP;
        var lines = node.LogOf("environment").Split('\n');
        Assert.Subset(
            lines.ToHashSet(),
            new HashSet<string>
            {
                "P_color=blue", "P_size=9", "COLOR=blue", "PASSWORD=s3cret", "NAME=environment", $"IP={ip}", "LIMIT=64", "GREETING=blue $(x) $(NOBODY)", "1234", "77",
                "environment", $"{ip}\tenvironment", "10.1.1.1\ta.example\tb",
            });
        Assert.Equal("Burstable", node.Pod("environment")!.Status.QosClass);
        node.Api.DeletePod("default", "environment", 1);
    }

    [NodeFact]
    public async Task What_is_not_there_is_told()
    {
        node.Script("no-config", "true", static pod => pod.Spec.Containers[0].EnvFrom.Add(new() { ConfigMapRef = new() { Name = "absent" } }));
        node.Script("no-image", "true", static pod => pod.Spec.Containers[0].Image = "127.0.0.1:9/nobody/nothing:1");
        node.Script("never", "true", static pod => (pod.Spec.Containers[0].Image, pod.Spec.Containers[0].ImagePullPolicy) = ("nothing:1", "Never"));
        node.Script("bad-name", "true", static pod => pod.Spec.Containers[0].Image = "Upper:Case:Name");
        node.Script("no-program", "true", static pod => pod.Spec.Containers[0].Command = ["/absent"]);
        node.Script("no-volume", "true", static pod =>
        {
            pod.Spec.Volumes.Add(new() { Name = "v", Secret = new() { SecretName = "absent" } });
            pod.Spec.Containers[0].VolumeMounts.Add(new() { Name = "v", MountPath = "/v" });
        });

        await node.Until(() => Waiting("no-config") == "CreateContainerConfigError", "no-config says so");
        await node.Until(() => Waiting("no-image") == "ImagePullBackOff", "no-image backs off");
        await node.Until(() => Waiting("never") == "ErrImageNeverPull", "never says so");
        await node.Until(() => Waiting("bad-name") == "InvalidImageName", "bad-name says so");
        await node.Until(() => Waiting("no-program") is "RunContainerError" or "CrashLoopBackOff", "no-program says so");
        await node.Until(() => node.Events("no-volume").Count > 0, "no-volume says so");

        Assert.Equal("configmap \"absent\" not found", node.Container("no-config").State.Waiting!.Message);
        Assert.Contains("Failed: Error: configmap \"absent\" not found", node.Events("no-config"));
        Assert.StartsWith("Back-off pulling image \"127.0.0.1:9/nobody/nothing:1\": ErrImagePull: rpc error:", node.Container("no-image").State.Waiting!.Message);
        Assert.Contains("Failed: Error: ErrImagePull", node.Events("no-image"));
        Assert.Contains("BackOff: Back-off pulling image \"127.0.0.1:9/nobody/nothing:1\"", node.Events("no-image"));
        Assert.Contains("ErrImageNeverPull: Container image \"nothing:1\" is not present with pull policy of Never", node.Events("never"));
        Assert.Contains("no such file or directory", node.Container("no-program").LastState.Terminated?.Message ?? node.Container("no-program").State.Waiting!.Message);
        Assert.Equal(["FailedMount: MountVolume.SetUp failed for volume \"v\" : secret \"absent\" not found"], node.Events("no-volume").Distinct());
        Assert.Equal("ContainerCreating", Waiting("no-volume"));
        foreach (var name in (string[])["no-config", "no-image", "never", "bad-name", "no-program", "no-volume"]) node.Api.DeletePod("default", name, 1);

        string? Waiting(string name) => node.Pod(name)!.Status.ContainerStatuses is [var c] ? c.State.Waiting?.Reason : null;
    }

    [NodeFact]
    public async Task A_restarted_kubelet_takes_over_what_runs_and_ends_what_was_deleted_meanwhile()
    {
        node.Script("stays", "exec sleep 1000");
        node.Script("leaves", "exec sleep 1000");
        await node.UntilRunning("stays");
        await node.UntilRunning("leaves");
        var before = node.Container("stays").ContainerID;
        var left = node.Pod("leaves")!;

        await node.StopKubeletAsync();
        node.Api.DeletePod("default", "leaves", 0);
        await node.StartKubeletAsync();

        await node.Until(() => !Directory.Exists(Path.Combine(node.Options.RootDirectory, "pods", left.Metadata.Uid)), "the orphan is removed");
        Assert.Equal((before, 0), (node.Container("stays").ContainerID, node.Container("stays").RestartCount));
        Assert.Equal("Running", node.Pod("stays")!.Status.Phase);
        node.Api.DeletePod("default", "stays", 1);
    }
}
