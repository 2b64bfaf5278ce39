using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Validation.Storage;

/// <summary>PersistentVolumes.</summary>
internal static class PersistentVolumeValidation
{
    /// <summary>Judges a spec.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="inline">Whether it stands in a VolumeAttachment instead of in a PersistentVolume.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="errors">Where to tell.</param>
    public static void Validate(PersistentVolumeSpec spec, bool inline, FieldPath path, FieldErrors errors)
    {
        if (inline) ForbidInline(spec, path, errors);
        else ValidateClaimable(spec, path, errors);

        if (spec.AccessModes.Count == 0) errors.Required(path.Child("accessModes"));
        ClaimSpecValidation.AccessModes(spec.AccessModes, path.Child("accessModes"), errors);
        if (spec.PersistentVolumeReclaimPolicy is { Length: > 0 } reclaim)
        {
            var at = path.Child("persistentVolumeReclaimPolicy");
            if (inline && reclaim != "Retain") errors.Forbidden(at, "may only be Retain in the context of inline volumes");
            else errors.OneOf(at, reclaim, "Delete", "Recycle", "Retain");
        }

        if (spec.NodeAffinity is { } affinity)
        {
            if (affinity.Required is { } required) NodeSelectorValidation.Validate(required, path.Child("nodeAffinity").Child("required"), errors);
            else errors.Required(path.Child("nodeAffinity").Child("required"), "must specify required node constraints");
        }

        PersistentVolumeSources.Validate(spec, path, errors);
        if (spec.HostPath is { } host && host.Path.TrimEnd('/').Length == 0 && host.Path.Length > 0 && spec.PersistentVolumeReclaimPolicy == "Recycle")
        {
            errors.Forbidden(path.Child("persistentVolumeReclaimPolicy"), "may not be 'recycle' for a hostPath mount of '/'");
        }

        ValidateClasses(spec, inline, path, errors);
    }

    private static void ValidateClaimable(PersistentVolumeSpec spec, FieldPath path, FieldErrors errors)
    {
        if (spec.Capacity.Count == 0) errors.Required(path.Child("capacity"));
        if (!spec.Capacity.ContainsKey("storage") || spec.Capacity.Count > 1) errors.NotSupported(path.Child("capacity"), spec.Capacity, "storage");
        foreach (var (name, quantity) in spec.Capacity)
        {
            if (quantity.Sign <= 0) errors.Invalid(path.Child("capacity").Key(name), quantity, "must be greater than zero");
        }
    }

    private static void ForbidInline(PersistentVolumeSpec spec, FieldPath path, FieldErrors errors)
    {
        const string detail = "may not be specified in the context of inline volumes";
        if (spec.ClaimRef is not null) errors.Forbidden(path.Child("claimRef"), detail);
        if (spec.Capacity.Count > 0) errors.Forbidden(path.Child("capacity"), detail);
        if (spec.Csi is null) errors.Required(path.Child("csi"), "has to be specified in the context of inline volumes");
    }

    private static void ValidateClasses(PersistentVolumeSpec spec, bool inline, FieldPath path, FieldErrors errors)
    {
        const string detail = "may not be specified in the context of inline volumes";
        if (spec.StorageClassName is { Length: > 0 } name)
        {
            if (inline) errors.Forbidden(path.Child("storageClassName"), detail);
            else errors.Invalid(path.Child("storageClassName"), name, Names.CheckDns1123Subdomain(name));
        }

        if (spec.VolumeMode is { } mode)
        {
            if (inline && mode != "Filesystem") errors.Forbidden(path.Child("volumeMode"), "may not specify volumeMode other than Filesystem in the context of inline volumes");
            else errors.OneOf(path.Child("volumeMode"), mode, "Block", "Filesystem");
        }

        if (spec.VolumeAttributesClassName is not { } attributes) return;
        var at = path.Child("volumeAttributesClassName");
        if (inline) errors.Forbidden(at, detail);
        if (attributes.Length == 0) errors.Required(at, "an empty string is disallowed");
        else errors.Invalid(at, attributes, Names.CheckDns1123Subdomain(attributes));
        if (spec.Csi is null) errors.Required(path.Child("csi"), "has to be specified when using volumeAttributesClassName");
    }
}
