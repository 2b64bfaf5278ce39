using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Events;
using Kybernet.Kubelet.Lifecycle;
using Kybernet.Kubelet.Runtime;

namespace Kybernet.Kubelet.Pods;

/// <summary>Ends containers: the hook before, the signal, the grace period, the kill.</summary>
internal sealed class ContainerKiller(PodWorkerServices services)
{
    /// <summary>The least that a container gets after its hook has used up the grace period.</summary>
    private static readonly TimeSpan MinimumGrace = TimeSpan.FromSeconds(2);

    /// <summary>Ends all containers side by side, sidecars after the others in reverse order, then the sandboxes.</summary>
    /// <param name="pod">Its spec; null for a pod that only the runtime knows.</param>
    /// <param name="runtime">What there is.</param>
    /// <param name="grace">How long the pod may take.</param>
    /// <param name="cancellation">Gives up; what was signalled stays signalled.</param>
    public async Task KillAllAsync(Pod? pod, RuntimePod runtime, TimeSpan grace, CancellationToken cancellation)
    {
        var live = runtime.Containers.Where(static c => c.State is RuntimeState.Running or RuntimeState.Unknown).ToList();
        var sidecars = pod is null ? [] : pod.Spec.InitContainers.Where(PodContainers.IsSidecar).Select(static c => c.Name).Reverse().ToList();
        var deadline = services.Environment.Now + grace;

        await Task.WhenAll(live.Where(c => !sidecars.Contains(c.Name)).Select(c => KillOneAsync(pod, runtime, c, "", grace, cancellation)));
        foreach (var sidecar in sidecars)
        {
            if (live.FirstOrDefault(c => c.Name == sidecar) is not { } container) continue;
            var left = deadline - services.Environment.Now;
            await KillOneAsync(pod, runtime, container, "", left > MinimumGrace ? left : MinimumGrace, cancellation);
        }

        foreach (var sandbox in runtime.Sandboxes.Where(static s => s.Ready))
            await services.Runtime.StopSandboxAsync(sandbox.Id, cancellation);
        if (pod is not null) await services.Host.SetHostPortsAsync(pod, [], cancellation);
    }

    /// <summary>Ends one container for its own reasons; a failed probe may have a grace period of its own.</summary>
    public Task KillAsync(Pod pod, RuntimePod runtime, ContainerKill kill, TimeSpan grace, CancellationToken cancellation)
    {
        var container = PodContainers.Find(pod, kill.Name);
        var own = kill.Reason switch
        {
            KillReason.LivenessProbe => container?.LivenessProbe?.TerminationGracePeriodSeconds,
            KillReason.StartupProbe => container?.StartupProbe?.TerminationGracePeriodSeconds,
            _ => null,
        };
        var current = runtime.Containers.First(c => c.Id == kill.ContainerId);
        return KillOneAsync(pod, runtime, current, kill.Message, own is { } seconds ? TimeSpan.FromSeconds(seconds) : grace, cancellation);
    }

    private async Task KillOneAsync(
        Pod? pod, RuntimePod runtime, RuntimeContainer current, string message, TimeSpan grace, CancellationToken cancellation)
    {
        var container = pod is null ? null : PodContainers.Find(pod, current.Name);
        if (pod is not null)
            services.Events.Normal(pod, "Killing", message.Length == 0 ? $"Stopping container {current.Name}" : message, current.Name);

        if (pod is not null && container?.Lifecycle?.PreStop is { } hook && current.State == RuntimeState.Running && grace > TimeSpan.Zero)
        {
            var before = services.Environment.Now;
            await RunPreStopAsync(pod, container, runtime, current, hook, grace, cancellation);
            grace -= services.Environment.Now - before;
        }

        await services.Runtime.StopContainerAsync(current.Id, grace > MinimumGrace ? grace : MinimumGrace, cancellation);
    }

    private async Task RunPreStopAsync(
        Pod pod, Container container, RuntimePod runtime, RuntimeContainer current, LifecycleHandler hook, TimeSpan grace,
        CancellationToken cancellation)
    {
        using CancellationTokenSource giveUp = new(grace, services.Environment.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(giveUp.Token, cancellation);
        try
        {
            await services.Hooks.RunAsync(pod, container, runtime, current.Id, hook, both.Token);
        }
        catch (HookException e)
        {
            services.Events.Warning(pod, "FailedPreStopHook", "PreStopHook failed", container.Name);
            ContainerLog.HookFailed(services.Logger, "PreStop", PodNames.Format(pod), container.Name, e.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            ContainerLog.HookFailed(services.Logger, "PreStop", PodNames.Format(pod), container.Name, "it did not end within the grace period");
        }
    }
}
