using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Events;
using Kybernet.Kubelet.Runtime;
using Kybernet.Kubelet.Status;

namespace Kybernet.Kubelet.Pods;

// The first stage: bring the runtime to what the spec wants.
internal sealed partial class PodWorker
{
    private const int DeadKept = 1; // ended containers kept a name, for logs --previous

    private async Task<TimeSpan?> RunStepAsync(CancellationToken cancellation)
    {
        // 1. What is there? Say so before anything else.
        var pod = Pod!;
        var runtime = await ObserveAsync(cancellation);
        _probes.Follow(pod, runtime);
        var status = Report(pod, runtime, isTerminal: false);
        if (PodContainers.IsTerminalPhase(status.Phase))
        {
            _stage = Stage.Ending;
            return TimeSpan.Zero;
        }

        if (DeadlineLeft(pod, status) is { } left && left <= TimeSpan.Zero)
        {
            Fail("DeadlineExceeded", "Pod was active on the node longer than the specified deadline");
            _services.Events.Warning(pod, "DeadlineExceeded", "Pod was active on the node longer than the specified deadline");
            return TimeSpan.Zero;
        }

        // 2. Its place on the node: directories, cgroup, volumes.
        ThrowIfNetworkIsMissing(pod);
        await _services.Host.SetUpAsync(pod, cancellation);

        // 3. What is there to do?
        var actions = PodActions.Compute(pod, runtime, _probes);
        if (actions.IsNothing) return Earlier(_services.SyncFrequency, DeadlineLeft(pod, status));

        // 4. Do it, and look again at once. What could not be done says when to try again.
        var done = await ExecuteAsync(pod, runtime, actions, cancellation);
        if (done.Changed) return TimeSpan.Zero;
        Report(pod, runtime, isTerminal: false);
        return Earlier(Earlier(_services.SyncFrequency, DeadlineLeft(pod, status)), done.TryAgainIn);
    }

    /// <summary>Acts, in upstream's order.</summary>
    private async Task<Outcome> ExecuteAsync(Pod pod, RuntimePod runtime, PodActions actions, CancellationToken cancellation)
    {
        Outcome outcome = new();

        // 1. End what has to end: everything, or single containers.
        if (actions.KillPod)
        {
            if (actions.CreateSandbox && runtime.Sandboxes.Count > 0)
                _services.Events.Normal(pod, "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.");
            await _killer.KillAllAsync(pod, runtime, Grace(), cancellation);
            outcome.Changed |= runtime.Sandboxes.Any(static s => s.Ready);
        }
        else
        {
            foreach (var kill in actions.ContainersToKill)
            {
                await _killer.KillAsync(pod, runtime, kill, Grace(), cancellation);
                outcome.Changed = true;
            }
        }

        // 2. A new sandbox; init containers of an old one have run for the old one only.
        if (actions.CreateSandbox)
        {
            foreach (var old in runtime.Containers.Where(c => pod.Spec.InitContainers.Any(i => i.Name == c.Name)))
                await _services.Runtime.RemoveContainerAsync(old.Id, cancellation);
            await _starter.StartSandboxAsync(pod, actions.Attempt, cancellation);
            runtime = await ObserveAsync(cancellation);
            await _services.Host.SetHostPortsAsync(pod, runtime.Ips, cancellation);
            Report(pod, runtime, isTerminal: false);
            outcome.Changed = true;
        }
        else if (actions.KillPod)
        {
            return outcome;
        }

        // 3. Containers, one after the other.
        foreach (var container in actions.EphemeralContainersToStart.Concat(actions.InitContainersToStart).Concat(actions.ContainersToStart))
        {
            await CollectDeadAsync(pod, container, runtime, cancellation);
            var failure = await _starter.StartAsync(pod, container, actions.Attempt, runtime, PreviousStatus(pod), cancellation);
            if (failure is null)
            {
                _startFailures.Remove(container.Name);
                outcome.Changed = true;
                continue;
            }

            var isNew = !_startFailures.TryGetValue(container.Name, out var known) || known != failure.Failure;
            _startFailures[container.Name] = failure.Failure;
            outcome.Changed |= failure.LeftContainer && isNew;
            outcome.TryAgainIn = Earlier(outcome.TryAgainIn, failure.TryAgainIn);
        }

        return outcome;
    }

    /// <summary>Keeps the newest of the ended containers of that name, and removes the others.</summary>
    private async Task CollectDeadAsync(Pod pod, Container container, RuntimePod runtime, CancellationToken cancellation)
    {
        var dead = runtime.Containers.Where(c => c.Name == container.Name && c.State != RuntimeState.Running).Skip(DeadKept).ToList();
        foreach (var old in dead) await _services.Runtime.RemoveContainerAsync(old.Id, cancellation);

        var left = runtime.Containers.Except(dead).Select(static c => c.SandboxId).ToHashSet(StringComparer.Ordinal);
        foreach (var sandbox in runtime.Sandboxes.Skip(1).Where(s => !s.Ready && !left.Contains(s.Id)))
            await _services.Runtime.RemoveSandboxAsync(sandbox.Id, cancellation);
    }

    private void ThrowIfNetworkIsMissing(Pod pod)
    {
        var readiness = _services.Node.Runtime;
        if (readiness.NetworkReady || PodContainers.IsHostNetwork(pod)) return;
        _services.Events.Warning(pod, "NetworkNotReady", $"network is not ready: {readiness.Message}");
        throw new PodSetupException($"network is not ready: {readiness.Message}");
    }

    private PodStatus Report(Pod pod, RuntimePod runtime, bool isTerminal)
    {
        var status = PodStatusBuilder.Build(new()
        {
            Pod = pod,
            Previous = PreviousStatus(pod),
            Runtime = runtime,
            RuntimeName = _services.Runtime.Name,
            Probes = _probes,
            StartFailures = _startFailures,
            IsTerminal = isTerminal,
            FailedBecause = _failedBecause,
            HostIps = _services.Node.Addresses,
            Now = Now,
        });
        _services.Status.Set(pod, status);
        return status;
    }

    private PodStatus PreviousStatus(Pod pod) => _services.Status.Last(Uid) ?? pod.Status;

    private TimeSpan? DeadlineLeft(Pod pod, PodStatus status) =>
        pod.Spec.ActiveDeadlineSeconds is { } seconds && status.StartTime is { } start
            ? start + TimeSpan.FromSeconds(seconds) - Now
            : null;

    private static TimeSpan Earlier(TimeSpan one, TimeSpan? other) => other is { } o && o < one ? o : one;

    private static TimeSpan? Earlier(TimeSpan? one, TimeSpan? other) => one is { } o ? Earlier(o, other) : other;

    private record struct Outcome(bool Changed, TimeSpan? TryAgainIn);
}
