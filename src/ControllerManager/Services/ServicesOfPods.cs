using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.Client;

namespace Kybernet.ControllerManager.Services;

/// <summary>From changes of pods to the Services that select them (upstream's GetServicesToUpdateOnPodChange).</summary>
internal sealed class ServicesOfPods(ILister<Service> services, Action<ObjectKey> changed) : IInformerHandler<Pod>
{
    public void OnAdd(Pod value, bool isInInitialList) => Tell(value, value.Metadata.Labels, null);

    public void OnDelete(Pod value) => Tell(value, value.Metadata.Labels, null);

    public void OnUpdate(Pod old, Pod value)
    {
        var relabeled = !old.Metadata.Labels.ContentEquals(value.Metadata.Labels);
        if (PodEndpoints.Differ(old, value)) Tell(value, value.Metadata.Labels, relabeled ? old.Metadata.Labels : null);
        else if (relabeled) TellMoved(old, value);
    }

    private void Tell(Pod pod, KubeMap<string> labels, KubeMap<string>? before)
    {
        foreach (var service in services.List(pod.Metadata.Namespace))
        {
            if (ServiceSelection.Selects(service, labels) || (before is not null && ServiceSelection.Selects(service, before)))
                changed(ObjectKey.Of(service));
        }
    }

    // The pod is the same as before: it matters only to Services that select it now and did not, or the other way round.
    private void TellMoved(Pod old, Pod pod)
    {
        foreach (var service in services.List(pod.Metadata.Namespace))
        {
            if (ServiceSelection.Selects(service, old.Metadata.Labels) != ServiceSelection.Selects(service, pod.Metadata.Labels))
                changed(ObjectKey.Of(service));
        }
    }
}
