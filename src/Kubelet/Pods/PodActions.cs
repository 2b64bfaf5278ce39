using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Probes;
using Kybernet.Kubelet.Runtime;

namespace Kybernet.Kubelet.Pods;

/// <summary>
/// What has to be done to a pod so that the runtime has what the spec wants (upstream's podActions): a pure function of the two
/// and of what the probes say.
/// </summary>
internal sealed record PodActions
{
    /// <summary>End everything of this pod first.</summary>
    public bool KillPod { get; init; }

    /// <summary>Then make a new sandbox.</summary>
    public bool CreateSandbox { get; init; }

    /// <summary>The sandbox at hand; empty when there is none.</summary>
    public string SandboxId { get; init; } = "";

    /// <summary>The number of the sandbox to make, or of the one at hand.</summary>
    public uint Attempt { get; init; }

    /// <summary>Containers that run and should not.</summary>
    public IReadOnlyList<ContainerKill> ContainersToKill { get; init; } = [];

    /// <summary>Ephemeral containers that were never started.</summary>
    public IReadOnlyList<Container> EphemeralContainersToStart { get; init; } = [];

    /// <summary>Init containers whose turn it is, and sidecars that have to come back, in order of the spec.</summary>
    public IReadOnlyList<Container> InitContainersToStart { get; init; } = [];

    /// <summary>Containers to start, in order of the spec.</summary>
    public IReadOnlyList<Container> ContainersToStart { get; init; } = [];

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsNothing =>
        !KillPod && !CreateSandbox && ContainersToKill.Count == 0 && EphemeralContainersToStart.Count == 0
        && InitContainersToStart.Count == 0 && ContainersToStart.Count == 0;

    /// <summary>Compares what is wanted with what there is.</summary>
    public static PodActions Compute(Pod pod, RuntimePod runtime, IProbeResults probes)
    {
        var sandbox = SandboxChange.Of(pod, runtime);
        return sandbox.Needed ? WithNewSandbox(pod, runtime, sandbox) : InSandbox(pod, runtime, probes, sandbox);
    }

    private static PodActions WithNewSandbox(Pod pod, RuntimePod runtime, SandboxChange sandbox)
    {
        PodActions kill = new() { KillPod = true, Attempt = sandbox.Attempt, SandboxId = sandbox.SandboxId };
        if (!ContainerRestart.AnyAfterFailure(pod) && sandbox.Attempt != 0 && runtime.Containers.Count > 0) return kill;

        List<Container> wanted = [];
        var hasRun = false;
        foreach (var container in pod.Spec.Containers)
        {
            if (runtime.FindContainer(container.Name) is { State: RuntimeState.Exited } exited)
            {
                hasRun = true;
                if (!ContainerRestart.AfterExit(container, pod, exited.ExitCode)) continue;
            }

            wanted.Add(container);
        }

        // All is done and over: a sandbox for nothing would be made and killed without end.
        if (wanted.Count == 0 && hasRun) return kill;

        return pod.Spec.InitContainers.Count > 0
            ? kill with { CreateSandbox = true, InitContainersToStart = [pod.Spec.InitContainers[0]] }
            : kill with { CreateSandbox = true, ContainersToStart = wanted };
    }

    private static PodActions InSandbox(Pod pod, RuntimePod runtime, IProbeResults probes, SandboxChange sandbox)
    {
        PodActions actions = new()
        {
            Attempt = sandbox.Attempt,
            SandboxId = sandbox.SandboxId,
            EphemeralContainersToStart =
                [.. pod.Spec.EphemeralContainers.Where(c => runtime.FindContainer(c.Name) is null).Select(PodContainers.AsContainer)],
        };
        var init = InitContainerActions.Compute(pod, runtime, probes);
        actions = actions with { KillPod = init.KillPod, InitContainersToStart = init.ToStart, ContainersToKill = init.ToKill };
        if (init.KillPod || !init.Initialized) return actions;

        List<Container> start = [];
        List<ContainerKill> kill = [.. init.ToKill];
        var kept = 0;
        foreach (var container in pod.Spec.Containers)
        {
            var current = runtime.FindContainer(container.Name);
            if (current is not { State: RuntimeState.Running })
            {
                if (!ContainerRestart.ShouldStart(container, pod, runtime)) continue;
                start.Add(container);
                if (current is { State: RuntimeState.Unknown }) kill.Add(UnknownState("Container", current));
                continue;
            }

            if (ReasonToKill(container, current, probes, "Container") is not { } reason)
            {
                kept++;
                continue;
            }

            // A changed spec restarts whatever the policy says; a failed probe ends the process as a failure would.
            var restart = IsChanged(container, current) || ContainerRestart.AfterExit(container, pod, exitCode: 137);
            if (restart) start.Add(container);
            kill.Add(reason with { Message = restart ? reason.Message + ", will be restarted" : reason.Message });
        }

        if (kept == 0 && start.Count == 0)
        {
            // Nothing but sidecars may be left: they do not keep a pod alive.
            return actions with { KillPod = true, InitContainersToStart = [], ContainersToKill = kill };
        }

        return actions with { ContainersToStart = start, ContainersToKill = kill };
    }

    /// <summary>Why a running container has to go, or null.</summary>
    internal static ContainerKill? ReasonToKill(Container container, RuntimeContainer current, IProbeResults probes, string what)
    {
        if (IsChanged(container, current))
            return new(current.Id, container.Name, $"{what} {container.Name} definition changed");
        if (probes.Liveness(current.Id) == ProbeResult.Failure)
            return new(current.Id, container.Name, $"{what} {container.Name} failed liveness probe", KillReason.LivenessProbe);
        if (probes.Startup(current.Id) == ProbeResult.Failure)
            return new(current.Id, container.Name, $"{what} {container.Name} failed startup probe", KillReason.StartupProbe);
        return null;
    }

    internal static ContainerKill UnknownState(string what, RuntimeContainer current) =>
        new(current.Id, current.Name, $"{what} is in \"unknown\" state, try killing it before restart");

    private static bool IsChanged(Container container, RuntimeContainer current) => ContainerHash.Of(container) != current.Hash;
}
