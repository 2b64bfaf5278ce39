using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>Adds ephemeral containers to a pod; those that are there stay as they are.</summary>
internal sealed class EphemeralContainersPart()
    : PodSpecPart(static (pod, kept) => kept.Spec.EphemeralContainers = pod.Spec.EphemeralContainers)
{
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";

    /// <inheritdoc/>
    public override void Validate(ResourceStrategy strategy, KubeObject obj, KubeObject old, FieldErrors errors)
    {
        if (old.Metadata.Annotations.ContainsKey(MirrorAnnotation))
        {
            errors.Forbidden(FieldPath.None, "static pods do not support ephemeral containers");
            return;
        }

        base.Validate(strategy, obj, old, errors);
        var path = FieldPath.Of("spec").Child("ephemeralContainers");
        var wanted = ((Pod)obj).Spec.EphemeralContainers;
        foreach (var container in ((Pod)old).Spec.EphemeralContainers)
        {
            var name = GoQuote.Quote(container.Name);
            var same = wanted.FirstOrDefault(c => c.Name == container.Name);
            if (same is null) errors.Forbidden(path, $"existing ephemeral containers {name} may not be removed\n");
            else if (!same.DeepEquals(container)) errors.Forbidden(path, $"existing ephemeral containers {name} may not be changed\n{StructDiff.Of(container, same)}");
        }
    }
}
