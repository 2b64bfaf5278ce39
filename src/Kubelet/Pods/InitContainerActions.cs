using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Probes;
using Kybernet.Kubelet.Runtime;

namespace Kybernet.Kubelet.Pods;

/// <summary>What the init containers need: the next in line, or the sidecars that fell over.</summary>
/// <param name="Initialized">The containers may start, or have started.</param>
/// <param name="KillPod">One failed for good.</param>
/// <param name="ToStart">Init containers to start, in order of the spec.</param>
/// <param name="ToKill">Sidecars to end.</param>
internal sealed record InitContainerActions(
    bool Initialized, bool KillPod, IReadOnlyList<Container> ToStart, IReadOnlyList<ContainerKill> ToKill)
{
    /// <summary>
    /// Finds the place that the sequence has reached. It looks from the last init container back, because completed ones may
    /// have been removed from the runtime: the last one that there is says how far it came.
    /// </summary>
    public static InitContainerActions Compute(Pod pod, RuntimePod runtime, IProbeResults probes)
    {
        var all = pod.Spec.InitContainers;
        if (all.Count == 0) return new(true, false, [], []);

        // A container that exists proves it; one that exited does not: it may belong to a sandbox before a reboot.
        var initialized = pod.Spec.Containers.Any(c => runtime.FindContainer(c.Name)?.State is RuntimeState.Created or RuntimeState.Running);
        var passed = initialized; // whether everything from here back has had its turn
        List<Container> start = [];
        List<ContainerKill> kill = [];

        for (var i = all.Count - 1; i >= 0; i--)
        {
            var container = all[i];
            var isSidecar = PodContainers.IsSidecar(container);
            if (runtime.FindContainer(container.Name) is not { } current)
            {
                if (passed && isSidecar) start.Add(container); // it ran once; what the runtime knew of it was lost
                continue;
            }

            if (passed && !isSidecar) continue;

            switch (current.State)
            {
                case RuntimeState.Running when isSidecar:
                    if (PodActions.ReasonToKill(container, current, probes, "Init container") is { } reason)
                    {
                        kill.Add(reason with { Message = reason.Message + ", will be restarted" });
                        start.Add(container);
                    }
                    else if (container.StartupProbe is null || probes.Startup(current.Id) == ProbeResult.Success)
                    {
                        if (!passed) Advance(i);
                    }

                    break;

                case RuntimeState.Running:
                    break; // its turn: wait for it

                case RuntimeState.Exited when isSidecar:
                    start.Add(container);
                    break;

                case RuntimeState.Exited when current.ExitCode == 0:
                    Advance(i);
                    break;

                case RuntimeState.Exited:
                    if (!ContainerRestart.AfterExit(container, pod, current.ExitCode)) return new(false, true, [], []);
                    start.Add(container);
                    break;

                default: // made but not started, or nobody knows
                    if (!isSidecar && current.State == RuntimeState.Unknown && !ContainerRestart.AfterExit(container, pod, exitCode: 137))
                        return new(false, true, [], []);
                    if (current.State == RuntimeState.Unknown) kill.Add(PodActions.UnknownState("Init container", current));
                    start.Add(container);
                    break;
            }

            passed = true;
        }

        if (!passed) start.Add(all[0]);
        start.Reverse();
        return new(initialized, false, start, kill);

        void Advance(int done)
        {
            if (done == all.Count - 1) initialized = true;
            else start.Add(all[done + 1]);
        }
    }
}
