using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Strategies.Pods;

namespace Kybernet.ApiServer.Strategies.Storage;

/// <summary>What a PersistentVolume gets that did not say.</summary>
internal static class PersistentVolumeDefaults
{
    /// <summary>Fills in a spec.</summary>
    public static void Apply(PersistentVolumeSpec spec)
    {
        if (spec.PersistentVolumeReclaimPolicy.Length == 0) spec.PersistentVolumeReclaimPolicy = "Retain";
        spec.VolumeMode ??= "Filesystem";
        PodSpecDefaults.RoundUp(spec.Capacity);
        ApplyToSource(spec);
    }

    /// <summary>Fills in the source alone, as in a VolumeAttachment.</summary>
    public static void ApplyToSource(PersistentVolumeSpec spec)
    {
        if (spec.HostPath is { } hostPath) hostPath.Type ??= "";
        if (spec.Iscsi is { IscsiInterface.Length: 0 } iscsi) iscsi.IscsiInterface = "default";
        if (spec.AzureDisk is { } disk) VolumeDefaults.Apply(disk);
        if (spec.Rbd is { } rbd)
        {
            if (rbd.Pool.Length == 0) rbd.Pool = "rbd";
            if (rbd.User.Length == 0) rbd.User = "admin";
            if (rbd.Keyring.Length == 0) rbd.Keyring = "/etc/ceph/keyring";
        }

        if (spec.ScaleIO is { } scale)
        {
            if (scale.StorageMode.Length == 0) scale.StorageMode = "ThinProvisioned";
            if (scale.FsType.Length == 0) scale.FsType = "xfs";
        }
    }
}
