using Kybernet.Api;
using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Validation;
using Kybernet.ApiServer.Validation.Storage;

namespace Kybernet.ApiServer.Strategies.Storage;

/// <summary>VolumeAttachments.</summary>
internal sealed class VolumeAttachmentStrategy : ResourceStrategy<VolumeAttachment>
{
    private const string ExactlyOne = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";

    private static readonly FieldPath Spec = FieldPath.Of("spec");

    /// <inheritdoc/>
    public override bool AllowUnconditionalUpdate => false;

    /// <inheritdoc/>
    protected override void Default(VolumeAttachment attachment)
    {
        if (attachment.Spec.Source.InlineVolumeSpec is { } volume) PersistentVolumeDefaults.ApplyToSource(volume);
    }

    /// <inheritdoc/>
    protected override void PrepareForCreate(VolumeAttachment attachment) => attachment.Status = new();

    /// <inheritdoc/>
    protected override void PrepareForUpdate(VolumeAttachment attachment, VolumeAttachment old) => attachment.Status = old.Status;

    /// <inheritdoc/>
    protected override void PrepareForStatusUpdate(VolumeAttachment attachment, VolumeAttachment old) => attachment.Spec = old.Spec;

    /// <inheritdoc/>
    protected override void Validate(VolumeAttachment attachment, FieldErrors errors)
    {
        var spec = attachment.Spec;
        CsiRules.DriverName(spec.Attacher, Spec.Child("attacher"), errors);
        ValidateSource(spec.Source, Spec.Child("source"), errors);
        errors.Invalid(Spec.Child("nodeName"), spec.NodeName, Names.CheckDns1123Subdomain(spec.NodeName));
    }

    /// <inheritdoc/>
    protected override void ValidateUpdate(VolumeAttachment attachment, VolumeAttachment old, FieldErrors errors)
    {
        Validate(attachment, errors);
        if (!attachment.Spec.DeepEquals(old.Spec)) errors.Invalid(Spec, attachment.Spec, "field is immutable");
    }

    private static void ValidateSource(VolumeAttachmentSource source, FieldPath path, FieldErrors errors)
    {
        switch (source)
        {
            case { InlineVolumeSpec: null, PersistentVolumeName: null }:
                errors.Required(path, ExactlyOne);
                break;
            case { InlineVolumeSpec: not null, PersistentVolumeName: not null }:
                errors.Forbidden(path, ExactlyOne);
                break;
            case { PersistentVolumeName: { } name }:
                if (name.Length == 0) errors.Required(path.Child("persistentVolumeName"), "must specify non empty persistentVolumeName");
                else errors.Invalid(path.Child("persistentVolumeName"), name, Names.CheckDns1123Subdomain(name));
                break;
            case { InlineVolumeSpec: { } volume }:
                PersistentVolumeValidation.Validate(volume, inline: true, path.Child("inlineVolumeSpec"), errors);
                break;
        }
    }
}
