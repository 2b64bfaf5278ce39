using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Lifecycle;
using Kybernet.Kubelet.Probes;
using Kybernet.Kubelet.Runtime;

namespace Kybernet.Kubelet.Hollow;

/// <summary>Hooks of containers that only pretend succeed at once; sleeping takes its time.</summary>
internal sealed class HollowHooks(Base.ExecutionEnvironment environment) : ILifecycleHooks
{
    public Task RunAsync(
        Pod pod, Container container, RuntimePod runtime, string containerId, LifecycleHandler hook, CancellationToken cancellation) =>
        hook.Sleep is { } sleep ? environment.Delay(TimeSpan.FromSeconds(sleep.Seconds), cancellation) : Task.CompletedTask;
}

/// <summary>Probes of containers that only pretend succeed once the container says so: <see cref="HollowProgram.ReadyAfter"/>.</summary>
internal sealed class HollowProber(HollowRuntime runtime) : IProber
{
    public Task<ProbeAnswer> ProbeAsync(ProbeTarget target, CancellationToken cancellation) =>
        Task.FromResult(runtime.IsWell(target.Running.Id)
            ? new ProbeAnswer(ProbeResult.Success, "")
            : new ProbeAnswer(ProbeResult.Failure, "the hollow container is not ready yet"));
}
