using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Probes;
using Kybernet.Kubelet.Runtime;

namespace Kybernet.Kubelet.Status;

/// <summary>The statuses of one of a pod's lists of containers, from what the runtime has and what was told before.</summary>
internal sealed class ContainerStatuses(PodStatusInput input)
{
    private const int KilledExitCode = 137; // as of SIGKILL: what became of the process is not known

    /// <summary>The statuses of <paramref name="containers"/>, in their order.</summary>
    public List<ContainerStatus> Of(
        IReadOnlyList<Container> containers, IReadOnlyList<ContainerStatus> previous, bool waitForInit, bool isInit)
    {
        List<ContainerStatus> statuses = new(containers.Count);
        foreach (var container in containers)
        {
            var status = StatusOf(container, PodPhase.Find(previous, container.Name), waitForInit);
            ApplyStartFailure(container, status, isInit);
            Complete(container, status, isInit);
            statuses.Add(status);
        }

        return statuses;
    }

    private ContainerStatus StatusOf(Container container, ContainerStatus? previous, bool waitForInit)
    {
        var seen = input.Runtime.Containers.Where(c => c.Name == container.Name).Take(2).ToList();
        if (seen.Count == 0) return WithoutContainer(container, previous, waitForInit);

        var status = Convert(seen[0], previous);
        if (seen.Count > 1) status.LastState = Convert(seen[1], previous).State;
        else if (previous is not null) status.LastState = LastStateBefore(seen[0], previous);
        return status;
    }

    /// <summary>The runtime has none of that name: it was never made, or it has been removed.</summary>
    private ContainerStatus WithoutContainer(Container container, ContainerStatus? previous, bool waitForInit)
    {
        if (previous?.State.Terminated is not null) return previous.Clone();

        ContainerStatus status = new()
        {
            Name = container.Name,
            Image = container.Image,
            State = new() { Waiting = new() { Reason = waitForInit ? "PodInitializing" : "ContainerCreating" } },
        };
        if (previous is null) return status;

        status.RestartCount = previous.RestartCount;
        status.LastState = previous.LastState.Clone();
        if (previous.State.Running is not { } running) return status;

        // It ran, and now it is gone without a trace.
        ContainerStateTerminated lost = new()
        {
            Reason = "ContainerStatusUnknown",
            ExitCode = KilledExitCode,
            Message = input.Pod.Metadata.DeletionTimestamp is null
                ? "The container could not be located when the pod was terminated"
                : "The container could not be located when the pod was deleted.  The container used to be Running",
            StartedAt = running.StartedAt,
            ContainerID = previous.ContainerID,
        };
        if (input.IsTerminal || input.Pod.Metadata.DeletionTimestamp is not null) status.State = new() { Terminated = lost };
        else
        {
            status.LastState = new() { Terminated = lost };
            status.RestartCount++;
        }

        return status;
    }

    private ContainerStatus Convert(RuntimeContainer container, ContainerStatus? previous)
    {
        ContainerStatus status = new()
        {
            Name = container.Name,
            RestartCount = container.RestartCount,
            Image = container.Image,
            ImageID = container.ImageRef,
            ContainerID = ContainerId(container.Id),
        };
        if (container.User is not null) status.User = new() { Linux = container.User.Clone() };
        status.State = container.State switch
        {
            RuntimeState.Running => new() { Running = new() { StartedAt = container.StartedAt } },
            RuntimeState.Exited => new()
            {
                Terminated = new()
                {
                    ExitCode = container.ExitCode,
                    Reason = container.Reason,
                    Message = container.Message,
                    StartedAt = container.StartedAt,
                    FinishedAt = container.FinishedAt,
                    ContainerID = ContainerId(container.Id),
                },
            },
            RuntimeState.Unknown when previous?.State.Running is { } was => new()
            {
                Terminated = new()
                {
                    ExitCode = KilledExitCode,
                    Reason = "ContainerStatusUnknown",
                    Message = "The container could not be located when the pod was terminated",
                    StartedAt = was.StartedAt,
                    ContainerID = ContainerId(container.Id),
                },
            },
            _ => new() { Waiting = new() },
        };
        return status;
    }

    /// <summary>The container before this one, when the runtime has forgotten it already.</summary>
    private ContainerState LastStateBefore(RuntimeContainer container, ContainerStatus previous)
    {
        if (previous.ContainerID == ContainerId(container.Id)) return previous.LastState.Clone();
        return previous.State.Terminated is not null ? previous.State.Clone() : previous.LastState.Clone();
    }

    /// <summary>What should run and could not be started waits, and says why.</summary>
    private void ApplyStartFailure(Container container, ContainerStatus status, bool isInit)
    {
        if (!input.StartFailures.TryGetValue(container.Name, out var failure)) return;
        var isDone = isInit && !PodContainers.IsSidecar(container) && input.Runtime.FindContainer(container.Name) is { Succeeded: true };
        if (isDone || !ContainerRestart.ShouldStart(container, input.Pod, input.Runtime)) return;
        if (status.State.Terminated is not null) status.LastState = status.State;
        status.State = new() { Waiting = new() { Reason = failure.Reason, Message = failure.Message } };
    }

    private void Complete(Container container, ContainerStatus status, bool isInit)
    {
        var runs = status.State.Running is not null;
        var id = input.Runtime.FindContainer(container.Name)?.Id ?? "";
        var started = runs && (input.Probes.Startup(id) ?? ProbeResult.Success) == ProbeResult.Success;
        var answers = started && (input.Probes.Readiness(id) ?? ProbeResult.Success) == ProbeResult.Success;
        status.Started = started;
        status.Ready = isInit && !PodContainers.IsSidecar(container) ? status.State.Terminated is { ExitCode: 0 } : answers;

        status.AllocatedResources = new(container.Resources.Requests);
        status.Resources = container.Resources.Clone();
        status.Resources.Claims = KubeList<ResourceClaim>.CreateNil();
        status.VolumeMounts = [.. container.VolumeMounts.Select(MountStatus)];
    }

    private static VolumeMountStatus MountStatus(VolumeMount mount) => new()
    {
        Name = mount.Name,
        MountPath = mount.MountPath,
        ReadOnly = mount.ReadOnly,
        RecursiveReadOnly = mount.ReadOnly ? "Disabled" : null,
    };

    private string ContainerId(string id) => $"{input.RuntimeName}://{id}";
}
