using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Networking;

namespace Kybernet.ApiServer.Strategies.Networking;

/// <summary>Ingresses.</summary>
internal sealed class IngressStrategy : ResourceStrategy<Ingress>
{
    /// <inheritdoc/>
    public override bool HasGeneration => true;

    /// <inheritdoc/>
    protected override void PrepareForCreate(Ingress ingress)
    {
        ingress.Status = new();
        ingress.Metadata.Generation = 1;
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(Ingress ingress, Ingress old)
    {
        ingress.Status = old.Status;
        ingress.Metadata.Generation = old.Metadata.Generation + (ingress.Spec.DeepEquals(old.Spec) ? 0 : 1);
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(Ingress ingress, Ingress old) => ingress.Spec = old.Spec;

    /// <inheritdoc/>
    protected override void Validate(Ingress ingress, FieldErrors errors) => IngressValidation.Validate(ingress, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(Ingress ingress, Ingress old, FieldErrors errors) => IngressValidation.ValidateSpec(ingress.Spec, errors);

    /// <inheritdoc/>
    protected override IEnumerable<string> Warnings(Ingress ingress, Ingress? old) => ingress.Metadata.Annotations.ContainsKey(IngressValidation.ClassAnnotation) && old is null
        ? [$"annotation {Kybernet.Api.GoQuote.Quote(IngressValidation.ClassAnnotation)} is deprecated, please use 'spec.ingressClassName' instead"]
        : [];
}
