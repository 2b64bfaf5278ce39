using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Runtime;

namespace Kybernet.Kubelet.Tests;

/// <summary>Pods and containers for tests.</summary>
internal static class Make
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static Pod Pod(params string[] containers) => Pod("Always", containers);

    public static Pod Pod(string restartPolicy, string[] containers, string[]? initContainers = null)
    {
        Pod pod = new();
        pod.Metadata.Name = "web";
        pod.Metadata.Namespace = "default";
        pod.Metadata.Uid = "uid-web";
        pod.Metadata.Generation = 1;
        pod.Spec.NodeName = "node1";
        pod.Spec.RestartPolicy = restartPolicy;
        pod.Spec.TerminationGracePeriodSeconds = 30;
        foreach (var name in containers) pod.Spec.Containers.Add(new() { Name = name, Image = "image:1" });
        foreach (var name in initContainers ?? [])
        {
            var sidecar = name.StartsWith('+');
            pod.Spec.InitContainers.Add(new() { Name = name.TrimStart('+'), Image = "image:1", RestartPolicy = sidecar ? "Always" : null });
        }

        return pod;
    }

    /// <summary>A runtime's view: <c>ready</c> sandbox and containers as <c>name=running</c>, <c>name=exited(1)</c>, <c>name=created</c>.</summary>
    public static RuntimePod Runtime(bool ready, params string[] containers) => new("uid-web", "default", "web")
    {
        Sandboxes = [new() { Id = "s0", Ready = ready, Ips = ready ? ["10.244.0.2"] : [] }],
        Containers = [.. containers.Select(Container)],
    };

    public static RuntimePod NoRuntime => new("uid-web", "default", "web");

    public static RuntimeContainer Container(string text)
    {
        var (name, state) = (text.Split('=')[0], text.Split('=')[1]);
        var exit = state.StartsWith("exited", StringComparison.Ordinal) ? int.Parse(state[7..^1]) : 0;
        return new()
        {
            Id = "id-" + name,
            Name = name,
            SandboxId = "s0",
            Image = "image:1",
            ImageRef = "image@sha256:1",
            State = state switch { "running" => RuntimeState.Running, "created" => RuntimeState.Created, "unknown" => RuntimeState.Unknown, _ => RuntimeState.Exited },
            ExitCode = exit,
            Reason = state.StartsWith("exited", StringComparison.Ordinal) ? exit == 0 ? "Completed" : "Error" : "",
            StartedAt = state is "created" ? null : Start,
            FinishedAt = state.StartsWith("exited", StringComparison.Ordinal) ? Start.AddSeconds(5) : null,
            Hash = ContainerHash.Of(new() { Name = name, Image = "image:1" }),
        };
    }
}
