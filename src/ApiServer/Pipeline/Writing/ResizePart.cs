using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>Changes what the containers of a pod that runs ask for (upstream's podResizeStrategy).</summary>
internal sealed class ResizePart() : PodSpecPart(TakeResources)
{
    /// <inheritdoc/>
    public override void Validate(ResourceStrategy strategy, KubeObject obj, KubeObject old, FieldErrors errors)
    {
        base.Validate(strategy, obj, old, errors);
        PodResizeValidation.Validate((Pod)obj, (Pod)old, errors);
    }

    private static void TakeResources(Pod pod, Pod kept)
    {
        kept.Spec.Resources = pod.Spec.Resources;
        foreach (var container in kept.Spec.Containers) TakeResources(container, pod.Spec.Containers);
        foreach (var container in kept.Spec.InitContainers) TakeResources(container, pod.Spec.InitContainers);
    }

    private static void TakeResources(Container container, KubeList<Container> wanted)
    {
        foreach (var other in wanted)
        {
            if (other.Name != container.Name) continue;
            container.Resources = other.Resources;
            container.ResizePolicy = other.ResizePolicy;
        }
    }
}
