using Kybernet.Api.Core.V1;
using Kybernet.Api.Meta.V1;
using Kybernet.Client;
using Kybernet.Scheduler.Cache;
using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Plugins;

/// <summary>Binds a pod by posting a Binding.</summary>
/// <param name="client">As system:kube-scheduler.</param>
internal sealed class DefaultBinder(IKubeClient client) : IBindPlugin
{
    /// <inheritdoc/>
    public string Name => "DefaultBinder";

    /// <inheritdoc/>
    public async ValueTask<Verdict> BindAsync(PodInfo pod, string nodeName, CancellationToken cancellation)
    {
        Binding binding = new()
        {
            Metadata = new() { Namespace = pod.Key.Namespace, Name = pod.Key.Name, Uid = pod.Pod.Metadata.Uid },
            Target = new() { Kind = "Node", Name = nodeName },
        };
        await client.PostAsync<Binding, Status>(Pod.Resource.Gvr, pod.Key.Namespace, pod.Key.Name, "binding", binding, cancellation);
        return Verdict.Success;
    }
}
