using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Events;
using Kybernet.Kubelet.Lifecycle;
using Kybernet.Kubelet.Runtime;
using Kybernet.Kubelet.Status;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Pods;

/// <summary>Starts sandboxes and containers of one pod: image, configuration, creation, start, hook.</summary>
/// <param name="services">What all workers share.</param>
/// <param name="crashLoop">The waits between the starts of containers that crash.</param>
internal sealed class ContainerStarter(PodWorkerServices services, ExponentialBackoff crashLoop)
{
    /// <summary>Long enough for people to see why a pull failed, before its status says that it is waiting.</summary>
    private static readonly TimeSpan PullErrorShown = TimeSpan.FromSeconds(3);

    private PodSandboxConfig? _sandbox;
    private uint _sandboxAttempt;

    /// <summary>Makes the pod's sandbox.</summary>
    public async Task StartSandboxAsync(Pod pod, uint attempt, CancellationToken cancellation)
    {
        var config = await DescribeSandboxAsync(pod, attempt, cancellation);
        try
        {
            await services.Runtime.RunSandboxAsync(config, pod.Spec.RuntimeClassName ?? "", cancellation);
        }
        catch (RuntimeException e)
        {
            services.Events.Warning(pod, "FailedCreatePodSandBox", $"Failed to create pod sandbox: {e.Message}");
            throw;
        }
    }

    /// <summary>Makes and starts a container; null when it runs, else why it does not.</summary>
    public async Task<StartOutcome?> StartAsync(
        Pod pod, Container container, uint attempt, RuntimePod runtime, PodStatus previous, CancellationToken cancellation)
    {
        // 1. A container that has crashed waits longer and longer.
        var key = $"{container.Name}/{ContainerHash.Of(container)}";
        if (runtime.FindContainer(container.Name) is { State: RuntimeState.Exited, FinishedAt: { } finished })
        {
            var wait = crashLoop.Remaining(key, finished, services.Environment.Now);
            if (wait > TimeSpan.Zero) return CrashLoop(pod, container, crashLoop.DelayOf(key), wait);
            crashLoop.Next(key, finished, services.Environment.Now);
        }

        try
        {
            // 2. Its image.
            var sandbox = await DescribeSandboxAsync(pod, attempt, cancellation);
            var image = await services.Images.EnsureAsync(pod, container, sandbox, cancellation);

            // 3. The container.
            ContainerStart start = new(pod, container, image, runtime, RestartCount(container, runtime, previous));
            var id = await CreateAsync(start, sandbox, cancellation);
            await RunAsync(start, id, cancellation);

            // 4. Its hook; a container whose hook fails is killed and starts over.
            if (container.Lifecycle?.PostStart is { } hook) await RunPostStartAsync(pod, container, runtime, id, hook, cancellation);
            return null;
        }
        catch (StartFailureException e)
        {
            ContainerLog.StartFailed(services.Logger, PodNames.Format(pod), container.Name, e.Failure.Reason, e.Failure.Message);
            return new(e.Failure, TryAgainIn(pod, container, e.Failure.Reason), e.Failure.Reason
                is StartFailure.RunContainerError or StartFailure.PostStartHookError);
        }
    }

    private StartOutcome CrashLoop(Pod pod, Container container, TimeSpan delay, TimeSpan wait)
    {
        var name = PodNames.Format(pod);
        services.Events.Warning(pod, "BackOff", $"Back-off restarting failed container {container.Name} in pod {name}", container.Name);
        var text = Api.KubeDuration.Format(delay);
        return new(new(StartFailure.CrashLoopBackOff, $"back-off {text} restarting failed container={container.Name} pod={name}"), wait, false);
    }

    private async Task<string> CreateAsync(ContainerStart start, PodSandboxConfig sandbox, CancellationToken cancellation)
    {
        var (pod, name) = (start.Pod, start.Container.Name);
        ContainerConfig config;
        try
        {
            config = await services.Host.DescribeContainerAsync(start, cancellation);
        }
        catch (StartFailureException e)
        {
            services.Events.Warning(pod, "Failed", $"Error: {e.Failure.Message}", name);
            throw;
        }

        try
        {
            var id = await services.Runtime.CreateContainerAsync(start.Runtime.Sandboxes[0].Id, config, sandbox, cancellation);
            services.Events.Normal(pod, "Created", "Container created", name);
            return id;
        }
        catch (RuntimeException e)
        {
            services.Events.Warning(pod, "Failed", $"Error: {e.Detail}", name);
            throw new StartFailureException(new(StartFailure.CreateContainerError, e.Detail), e);
        }
    }

    private async Task RunAsync(ContainerStart start, string id, CancellationToken cancellation)
    {
        var (pod, container) = (start.Pod, start.Container);
        try
        {
            await services.Runtime.StartContainerAsync(id, cancellation);
            await services.Host.OnStartedAsync(pod, container.Name, id, start.RestartCount, cancellation);
            services.Events.Normal(pod, "Started", "Container started", container.Name);
        }
        catch (RuntimeException e)
        {
            services.Events.Warning(pod, "Failed", $"Error: {e.Detail}", container.Name);
            throw new StartFailureException(new(StartFailure.RunContainerError, e.Detail), e);
        }
    }

    private async Task RunPostStartAsync(
        Pod pod, Container container, RuntimePod runtime, string id, LifecycleHandler hook, CancellationToken cancellation)
    {
        try
        {
            await services.Hooks.RunAsync(pod, container, runtime, id, hook, cancellation);
        }
        catch (HookException e)
        {
            services.Events.Warning(pod, "FailedPostStartHook", "PostStartHook failed", container.Name);
            ContainerLog.HookFailed(services.Logger, "PostStart", PodNames.Format(pod), container.Name, e.Message);
            services.Events.Normal(pod, "Killing", "FailedPostStartHook", container.Name);
            var grace = TimeSpan.FromSeconds(pod.Spec.TerminationGracePeriodSeconds ?? 30);
            await services.Runtime.StopContainerAsync(id, grace, cancellation);
            throw new StartFailureException(new(StartFailure.PostStartHookError, "PostStartHook failed"), e);
        }
    }

    private TimeSpan TryAgainIn(Pod pod, Container container, string reason)
    {
        if (services.Images.RetryAt(pod, container) is not { } retry) return TimeSpan.FromSeconds(10);
        if (reason == StartFailure.ErrImagePull) return PullErrorShown;
        var wait = retry - services.Environment.Now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1);
    }

    /// <summary>A runtime that lost its memory (a reboot) must not make containers look fresh.</summary>
    private static int RestartCount(Container container, RuntimePod runtime, PodStatus previous)
    {
        if (runtime.FindContainer(container.Name) is { } current) return current.RestartCount + 1;
        ContainerStatus? told = null;
        foreach (var statuses in (ReadOnlySpan<Api.KubeList<ContainerStatus>>)
            [previous.ContainerStatuses, previous.InitContainerStatuses, previous.EphemeralContainerStatuses])
        {
            told ??= statuses.FirstOrDefault(s => s.Name == container.Name);
        }

        return told is { ContainerID.Length: > 0 } ? told.RestartCount + 1 : 0;
    }

    private async Task<PodSandboxConfig> DescribeSandboxAsync(Pod pod, uint attempt, CancellationToken cancellation)
    {
        if (_sandbox is null || _sandboxAttempt != attempt)
            (_sandbox, _sandboxAttempt) = (await services.Host.DescribeSandboxAsync(pod, attempt, cancellation), attempt);
        return _sandbox;
    }
}

/// <summary>A container did not start.</summary>
/// <param name="Failure">What its status says.</param>
/// <param name="TryAgainIn">When to try again.</param>
/// <param name="LeftContainer">Whether the runtime has something new of it.</param>
internal sealed record StartOutcome(StartFailure Failure, TimeSpan TryAgainIn, bool LeftContainer);
