using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Strategies.Pods;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Storage;

namespace Kybernet.ApiServer.Strategies.Storage;

/// <summary>PersistentVolumes.</summary>
internal sealed class PersistentVolumeStrategy : ResourceStrategy<PersistentVolume>
{
    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <inheritdoc/>
    public override IReadOnlyList<string> SelectableFields { get; } = ["name"];

    /// <inheritdoc/>
    protected override void Default(PersistentVolume volume)
    {
        if (volume.Status.Phase.Length == 0) volume.Status.Phase = "Pending";
        PersistentVolumeDefaults.Apply(volume.Spec);
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(PersistentVolume volume) =>
        volume.Status = new PersistentVolumeStatus { Phase = "Pending", LastPhaseTransitionTime = volume.Metadata.CreationTimestamp };

    /// <inheritdoc/>
    protected override void PrepareForUpdate(PersistentVolume volume, PersistentVolume old) => volume.Status = old.Status;

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(PersistentVolume volume, PersistentVolume old) => volume.Spec = old.Spec;

    /// <inheritdoc/>
    protected override void Validate(PersistentVolume volume, FieldErrors errors) =>
        PersistentVolumeValidation.Validate(volume.Spec, inline: false, Spec, errors);

    /// <inheritdoc/>
    protected override void ValidateUpdate(PersistentVolume volume, PersistentVolume old, FieldErrors errors)
    {
        // Upstream judges the new object twice, and so tells all that is wrong with it twice.
        Validate(volume, errors);
        Validate(volume, errors);
        PersistentVolumeUpdate.Validate(volume.Spec, old.Spec, Spec, errors);
    }

    /// <inheritdoc/>
    protected override string? SelectableField(PersistentVolume volume, string path) => path == "name" ? volume.Metadata.Name : null;
}
