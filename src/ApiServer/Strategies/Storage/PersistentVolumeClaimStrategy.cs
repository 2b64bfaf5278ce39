using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Pods;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Storage;

namespace Kybernet.ApiServer.Strategies.Storage;

/// <summary>PersistentVolumeClaims.</summary>
internal sealed class PersistentVolumeClaimStrategy : ResourceStrategy<PersistentVolumeClaim>
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <inheritdoc/>
    public override IReadOnlyList<string> SelectableFields { get; } = ["name"];

    /// <inheritdoc/>
    protected override void Default(PersistentVolumeClaim claim)
    {
        PersistentVolumeClaimDefaults.Apply(claim);
        PodSpecDefaults.RoundUp(claim.Status.Capacity);
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(PersistentVolumeClaim claim)
    {
        claim.Status = new PersistentVolumeClaimStatus { Phase = "Pending" };
        ClaimSources.DropUnsupported(claim.Spec, null);
        ClaimSources.Align(claim.Spec);
    }

    /// <inheritdoc/>
    protected override void PrepareForUpdate(PersistentVolumeClaim claim, PersistentVolumeClaim old)
    {
        claim.Status = old.Status;
        ClaimSources.DropUnsupported(claim.Spec, old.Spec);
        ClaimSources.Align(claim.Spec);
    }

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(PersistentVolumeClaim claim, PersistentVolumeClaim old) => claim.Spec = old.Spec;

    /// <inheritdoc/>
    protected override void Validate(PersistentVolumeClaim claim, FieldErrors errors) => ClaimSpecValidation.Validate(claim.Spec, Spec, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(PersistentVolumeClaim claim, PersistentVolumeClaim old, FieldErrors errors)
    {
        Validate(claim, errors);
        ClaimUpdateValidation.Validate(claim, old, Spec, errors);
    }

    /// <inheritdoc/>
    protected override string? SelectableField(PersistentVolumeClaim claim, string path) => path == "name" ? claim.Metadata.Name : null;
}
