using Kybernet.Api.Resource.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Resources;

namespace Kybernet.ApiServer.Strategies.Resources;

/// <summary>ResourceClaims. What they ask for stays as it was asked.</summary>
internal sealed class ResourceClaimStrategy : ResourceStrategy<ResourceClaim>
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <inheritdoc/>
    protected override void Default(ResourceClaim claim) => DeviceDefaults.Apply(claim.Spec);

    /// <inheritdoc/>
    protected override void PrepareForCreate(ResourceClaim claim) => claim.Status = new();

    /// <inheritdoc/>
    protected override void PrepareForUpdate(ResourceClaim claim, ResourceClaim old) => claim.Status = old.Status;

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(ResourceClaim claim, ResourceClaim old)
    {
        claim.Spec = old.Spec;
        claim.Metadata.Labels = old.Metadata.Labels;
        claim.Metadata.Annotations = old.Metadata.Annotations;
        claim.Metadata.OwnerReferences = old.Metadata.OwnerReferences;
    }

    /// <inheritdoc/>
    protected override void Validate(ResourceClaim claim, FieldErrors errors) => DeviceClaimValidation.Validate(claim.Spec.Devices, Spec.Child("devices"), errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(ResourceClaim claim, ResourceClaim old, FieldErrors errors) => errors.Immutable(Spec, claim.Spec, old.Spec);

    /// <inheritdoc/>
    protected override void ValidateStatusUpdate(ResourceClaim claim, ResourceClaim old, FieldErrors errors) =>
        ClaimStatusValidation.Validate(claim, old, errors);
}
