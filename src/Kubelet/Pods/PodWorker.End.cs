using Kybernet.Kubelet.Runtime;

namespace Kybernet.Kubelet.Pods;

// The later stages: kill what runs, give back what was held, remove what is left.
internal sealed partial class PodWorker
{
    private async Task EndStepAsync(CancellationToken cancellation)
    {
        // 1. Whoever watches learns what is about to end.
        _probes.EndRestarting();
        var runtime = await ObserveAsync(cancellation);
        if (Pod is { } before) Report(before, runtime, isTerminal: false);

        // 2. Hooks, signals, grace; then the sandbox.
        await _killer.KillAllAsync(Pod, runtime, Grace(), cancellation);

        // 3. What they left.
        runtime = await ObserveAsync(cancellation);
        if (runtime.HasLiveContainers || runtime.Sandboxes.Any(static s => s.Ready))
            throw new RuntimeException("detected running containers after a successful kill");
        _probes.Dispose();
        _startFailures.Clear();
        if (Pod is { } after) Report(after, runtime, isTerminal: true);
        _stage = Stage.Ended;
        HasEnded = true;
    }

    /// <summary>Its containers stay, for their logs, until the API has the pod no longer.</summary>
    private async Task<TimeSpan?> EndedStepAsync(CancellationToken cancellation)
    {
        await _services.Host.TearDownAsync(Uid, cancellation);
        if (!IsGone())
        {
            _services.Status.Finish(Pod!);
            return Timeout.InfiniteTimeSpan;
        }

        var runtime = await _services.Runtime.GetPodAsync(Uid, Namespace, Name, cancellation);
        foreach (var sandbox in runtime.Sandboxes) await _services.Runtime.RemoveSandboxAsync(sandbox.Id, cancellation);
        foreach (var container in runtime.Containers.Where(c => runtime.Sandboxes.All(s => s.Id != c.SandboxId)))
            await _services.Runtime.RemoveContainerAsync(container.Id, cancellation);
        await _services.Host.RemoveAsync(Uid, Namespace, Name, cancellation);
        _services.Status.Forget(Uid);
        return null;
    }

    private bool IsGone()
    {
        lock (_told) return _gone;
    }
}
