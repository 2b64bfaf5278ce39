using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Tables;

/// <summary>A pod in one line: the one word that says how it is, the containers that are ready, and how often they were restarted.</summary>
internal sealed record PodSummary(string Status, int Ready, int Total, long Restarts, DateTimeOffset? LastRestart)
{
    // Upstream's NodeUnreachablePodReason.
    private const string NodeLost = "NodeLost";

    /// <summary>Sums up.</summary>
    public static PodSummary Of(Pod pod)
    {
        var sidecars = pod.Spec.InitContainers.Where(c => c.RestartPolicy == "Always").Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        var total = pod.Spec.Containers.Count + pod.Spec.InitContainers.Count(c => c.RestartPolicy == "Always");

        // What is said last counts: phase, the pod's own reason, scheduling gates, init containers, containers, deletion.
        var status = pod.Status.Reason.Length > 0 ? pod.Status.Reason : pod.Status.Phase;
        if (pod.Status.Conditions.Any(c => c is { Type: "PodScheduled", Reason: "SchedulingGated" })) status = "SchedulingGated";

        var init = InitProgress.Of(pod, sidecars);
        var (ready, restarts) = (init.Ready, init.AllRestarts);
        if (init.Status is not null) status = init.Status;
        if (init.Status is null || IsTrue(pod, "Initialized"))
        {
            restarts = init.SidecarRestarts;
            var running = false;
            string? failure = null;
            for (var i = pod.Status.ContainerStatuses.Count - 1; i >= 0; i--)
            {
                var container = pod.Status.ContainerStatuses[i];
                restarts = restarts.Add(container);
                if (container.State.Waiting is { Reason.Length: > 0 } waiting) status = waiting.Reason;
                else if (container.State.Terminated is { } ended)
                {
                    status = Ending(ended);
                    if (ended.ExitCode != 0) failure = status;
                }
                else if (container is { Ready: true, State.Running: not null })
                {
                    running = true;
                    ready++;
                }
            }

            // That the first container is through says little while others run, or after others failed.
            if (status == "Completed")
            {
                if (running) status = IsTrue(pod, "Ready") ? "Running" : "NotReady";
                else if (failure is not null) status = failure;
            }
        }

        if (pod.Metadata.DeletionTimestamp is not null)
        {
            if (pod.Status.Reason == NodeLost) status = "Unknown";
            else if (pod.Status.Phase is not ("Succeeded" or "Failed")) status = "Terminating";
        }

        return new(status, ready, total, restarts.Count, restarts.Last);
    }

    /// <summary>Why a container ended: the reason given, or else its signal or exit code.</summary>
    public static string Ending(ContainerStateTerminated ended) => ended.Reason.Length > 0 ? ended.Reason
        : ended.Signal != 0 ? $"Signal:{ended.Signal}"
        : $"ExitCode:{ended.ExitCode}";

    private static bool IsTrue(Pod pod, string condition) => pod.Status.Conditions.Any(c => c.Type == condition && c.Status == "True");
}

/// <summary>How often containers were restarted, and when the last run before the present one ended.</summary>
internal readonly record struct RestartCount(long Count, DateTimeOffset? Last)
{
    /// <summary>With a container's restarts.</summary>
    public RestartCount Add(ContainerStatus container)
    {
        var ended = container.LastState.Terminated?.FinishedAt;
        return new(Count + container.RestartCount, ended is { } time && !(Last >= time) ? time : Last);
    }
}
