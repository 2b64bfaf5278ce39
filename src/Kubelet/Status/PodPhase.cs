using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;

namespace Kybernet.Kubelet.Status;

/// <summary>The one-word summary of a pod's life, from the states of its containers (upstream's getPhase).</summary>
internal static class PodPhase
{
    public const string Pending = "Pending";
    public const string Running = "Running";
    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";

    /// <param name="pod">What is wanted.</param>
    /// <param name="containers">The statuses of the containers.</param>
    /// <param name="initContainers">The statuses of the init containers.</param>
    /// <param name="isTerminal">Nothing of the pod will be started again, whatever the restart policy says.</param>
    public static string Of(
        Pod pod, IReadOnlyList<ContainerStatus> containers, IReadOnlyList<ContainerStatus> initContainers, bool isTerminal)
    {
        var initialized = HasAnyStarted(pod, containers);
        var (pendingInit, pendingSidecars, failedInit, failedForGood) = CountInit(pod, initContainers);
        var (unknown, running, waiting, stopped, succeeded) = Count(pod, containers);

        if (failedForGood) return Failed;
        if (pendingInit || (!initialized && (failedInit || pendingSidecars))) return Pending;
        if (waiting > 0) return Pending;
        if (running > 0 && unknown == 0) return Running;
        if (running > 0 || stopped == 0 || unknown > 0) return Pending;

        if (isTerminal) return stopped == succeeded ? Succeeded : Failed;
        if (AnyWillRestart(pod, containers)) return Running;
        return stopped == succeeded ? Succeeded : Failed;
    }

    /// <summary>Whether any of the pod's containers has ever started: then its init containers have had their turn.</summary>
    public static bool HasAnyStarted(Pod pod, IReadOnlyList<ContainerStatus> containers) =>
        pod.Spec.Containers.Any(c => Find(containers, c.Name) is { } status
            && (status.State.Running is not null || status.State.Terminated is not null || status.LastState.Terminated is not null));

    internal static ContainerStatus? Find(IReadOnlyList<ContainerStatus> statuses, string name) =>
        statuses.FirstOrDefault(s => s.Name == name);

    private static (bool Pending, bool PendingSidecars, bool Failed, bool FailedForGood) CountInit(
        Pod pod, IReadOnlyList<ContainerStatus> statuses)
    {
        bool pending = false, pendingSidecars = false, failed = false, failedForGood = false;
        foreach (var container in pod.Spec.InitContainers)
        {
            var status = Find(statuses, container.Name);
            var ended = status?.State.Terminated ?? (status?.State.Waiting is null ? null : status.LastState.Terminated);
            if (PodContainers.IsSidecar(container))
            {
                pendingSidecars |= status?.State.Running is not null ? status.Started is not true : ended is null;
            }
            else if (ended is null)
            {
                pending = true;
            }
            else if (ended.ExitCode != 0)
            {
                failed = true;
                failedForGood |= !ContainerRestart.AfterExit(container, pod, ended.ExitCode);
            }
        }

        return (pending, pendingSidecars, failed, failedForGood);
    }

    private static (int Unknown, int Running, int Waiting, int Stopped, int Succeeded) Count(
        Pod pod, IReadOnlyList<ContainerStatus> statuses)
    {
        int unknown = 0, running = 0, waiting = 0, stopped = 0, succeeded = 0;
        foreach (var container in pod.Spec.Containers)
        {
            switch (Find(statuses, container.Name)?.State)
            {
                case { Running: not null }:
                    running++;
                    break;
                case { Terminated: { } terminated }:
                    stopped++;
                    if (terminated.ExitCode == 0) succeeded++;
                    break;
                case { Waiting: not null }:
                    if (Find(statuses, container.Name)!.LastState.Terminated is not null) stopped++;
                    else waiting++;
                    break;
                default:
                    unknown++;
                    break;
            }
        }

        return (unknown, running, waiting, stopped, succeeded);
    }

    /// <summary>One that waits has ended before and is about to run again; one that ended may be by its policy.</summary>
    private static bool AnyWillRestart(Pod pod, IReadOnlyList<ContainerStatus> statuses) =>
        pod.Spec.Containers.Any(container =>
            Find(statuses, container.Name) is { } status
            && (status.State.Terminated ?? status.LastState.Terminated) is { } ended
            && ContainerRestart.AfterExit(container, pod, ended.ExitCode));
}
