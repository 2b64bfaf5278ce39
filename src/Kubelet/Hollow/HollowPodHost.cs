using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Containers;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Runtime;
using Kybernet.Wire.Cri;

namespace Kybernet.Kubelet.Hollow;

/// <summary>Pods that only pretend need nothing of the machine.</summary>
internal sealed class HollowPodHost : IPodHost
{
    public Task SetUpAsync(Pod pod, CancellationToken cancellation) => Task.CompletedTask;

    public Task<PodSandboxConfig> DescribeSandboxAsync(Pod pod, uint attempt, CancellationToken cancellation) =>
        Task.FromResult(SandboxRecord.Of(pod, attempt));

    public Task<ContainerConfig> DescribeContainerAsync(ContainerStart start, CancellationToken cancellation)
    {
        var config = ContainerDescription.Of(start);
        config.Command.AddRange(start.Container.Command);
        config.Args.AddRange(start.Container.Args);
        return Task.FromResult(config);
    }

    public Task<string> ReadTerminationMessageAsync(RuntimeContainer container, CancellationToken cancellation) => Task.FromResult("");

    public Task OnStartedAsync(Pod pod, string container, string id, int restartCount, CancellationToken cancellation) => Task.CompletedTask;

    public Task SetHostPortsAsync(Pod pod, IReadOnlyList<string> ips, CancellationToken cancellation) => Task.CompletedTask;

    public Task TearDownAsync(string uid, CancellationToken cancellation) => Task.CompletedTask;

    public Task RemoveAsync(string uid, string ns, string name, CancellationToken cancellation) => Task.CompletedTask;
}
