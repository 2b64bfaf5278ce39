using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Storage;

/// <summary>What of a PersistentVolume may change: not where its bytes are.</summary>
internal static class PersistentVolumeUpdate
{
    /// <summary>Judges a change.</summary>
    public static void Validate(PersistentVolumeSpec spec, PersistentVolumeSpec old, FieldPath path, FieldErrors errors)
    {
        var (source, before) = (SourceOf(spec), SourceOf(old));
        if (source.Csi is { } csi && before.Csi is { } oldCsi && oldCsi.ControllerExpandSecretRef is null)
        {
            // It came later than the field's objects, and may be added to them.
            csi = csi.Clone();
            csi.ControllerExpandSecretRef = null;
            source.Csi = csi;
        }

        if (!source.DeepEquals(before))
        {
            errors.Forbidden(path.Child("persistentvolumesource"), $"spec.persistentvolumesource is immutable after creation\n{StructDiff.Of(before, source)}");
        }

        errors.Immutable(path.Child("volumeMode"), spec.VolumeMode, old.VolumeMode);
        if (old.NodeAffinity is not null) errors.Immutable(path.Child("nodeAffinity"), spec.NodeAffinity, old.NodeAffinity);
        if (spec.VolumeAttributesClassName != old.VolumeAttributesClassName && old.VolumeAttributesClassName is not null && spec.VolumeAttributesClassName is null)
        {
            errors.Forbidden(path.Child("volumeAttributesClassName"), "update from non-nil value to nil is forbidden");
        }
    }

    private static PersistentVolumeSource SourceOf(PersistentVolumeSource from) => new()
    {
        GcePersistentDisk = from.GcePersistentDisk,
        AwsElasticBlockStore = from.AwsElasticBlockStore,
        HostPath = from.HostPath,
        Glusterfs = from.Glusterfs,
        Nfs = from.Nfs,
        Rbd = from.Rbd,
        Iscsi = from.Iscsi,
        Cinder = from.Cinder,
        Cephfs = from.Cephfs,
        Fc = from.Fc,
        Flocker = from.Flocker,
        FlexVolume = from.FlexVolume,
        AzureFile = from.AzureFile,
        VsphereVolume = from.VsphereVolume,
        Quobyte = from.Quobyte,
        AzureDisk = from.AzureDisk,
        PhotonPersistentDisk = from.PhotonPersistentDisk,
        PortworxVolume = from.PortworxVolume,
        ScaleIO = from.ScaleIO,
        Local = from.Local,
        Storageos = from.Storageos,
        Csi = from.Csi,
    };
}
