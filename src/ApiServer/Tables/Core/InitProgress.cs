using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Tables;

/// <summary>How far a pod's init containers are.</summary>
/// <param name="Status">What keeps the pod from being initialized, as <c>Init:1/3</c> or <c>Init:Error</c>; null when nothing does.</param>
/// <param name="Ready">How many sidecars (init containers that restart always) are ready.</param>
/// <param name="AllRestarts">The restarts of init containers and sidecars, up to the first that is not through.</param>
/// <param name="SidecarRestarts">The restarts of the sidecars among them.</param>
internal sealed record InitProgress(string? Status, int Ready, RestartCount AllRestarts, RestartCount SidecarRestarts)
{
    /// <summary>Looks at init containers in their order, up to the first that is not through.</summary>
    public static InitProgress Of(Pod pod, IReadOnlySet<string> sidecars)
    {
        var ready = 0;
        RestartCount all = default, sidecar = default;
        var statuses = pod.Status.InitContainerStatuses;
        for (var i = 0; i < statuses.Count; i++)
        {
            var container = statuses[i];
            var isSidecar = sidecars.Contains(container.Name);
            all = all.Add(container);
            if (isSidecar) sidecar = sidecar.Add(container);

            if (container.State.Terminated is { ExitCode: 0 }) continue;
            if (isSidecar && container.Started == true)
            {
                if (container.Ready) ready++;
                continue;
            }

            return new(Blocker(container, i, pod.Spec.InitContainers.Count), ready, all, sidecar);
        }

        return new(null, ready, all, sidecar);
    }

    // "PodInitializing" is what every init container waits for before its turn: the count says more.
    private static string Blocker(ContainerStatus container, int index, int count) => container.State switch
    {
        { Terminated: { } ended } => "Init:" + PodSummary.Ending(ended),
        { Waiting: { Reason: not ("" or "PodInitializing") } waiting } => "Init:" + waiting.Reason,
        _ => $"Init:{index}/{count}",
    };
}
