using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Pipeline.Writing;

/// <summary>An update of a few fields of a pod's spec, which is a new generation of it when they differ.</summary>
/// <param name="take">Takes the fields over from what the client sent into a copy of what is stored.</param>
internal abstract class PodSpecPart(Action<Pod, Pod> take) : FieldPart<Pod>(take)
{
    /// <inheritdoc/>
    public override KubeObject Prepare(ResourceStrategy strategy, KubeObject obj, KubeObject old)
    {
        var kept = (Pod)base.Prepare(strategy, obj, old);
        if (!kept.Spec.DeepEquals(((Pod)old).Spec)) kept.Metadata.Generation = old.Metadata.Generation + 1;
        return kept;
    }

    /// <summary>Judges the pod that comes of it. It is not new, so what only a new pod may not have is no matter here.</summary>
    public override void Validate(ResourceStrategy strategy, KubeObject obj, KubeObject old, FieldErrors errors) =>
        PodValidation.Validate((Pod)obj, errors);
}
