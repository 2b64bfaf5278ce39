using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Strategies.Pods;

/// <summary>What volumes get that did not say.</summary>
internal static class VolumeDefaults
{
    private const int FileMode = 0b110_100_100;

    /// <summary>Fills in a pod's volume. One without a source is an empty directory.</summary>
    public static void Apply(Volume volume)
    {
        if (VolumeSources.CountOf(volume) == 0) volume.EmptyDir = new();
        if (volume.HostPath is { } hostPath) hostPath.Type ??= "";
        if (volume.Secret is { } secret) secret.DefaultMode ??= FileMode;
        if (volume.ConfigMap is { } configMap) configMap.DefaultMode ??= FileMode;
        if (volume.DownwardAPI is { } downward)
        {
            downward.DefaultMode ??= FileMode;
            foreach (var item in downward.Items) ContainerDefaults.Apply(item.FieldRef);
        }

        if (volume.Projected is { } projected) Apply(projected);
        if (volume.Ephemeral?.VolumeClaimTemplate?.Spec is { } claim) PersistentVolumeClaimDefaults.Apply(claim);
        if (volume.Image is { PullPolicy.Length: 0 } image) image.PullPolicy = ContainerDefaults.PullPolicy(image.Reference);
        ApplyNetworkDisks(volume);
    }

    /// <summary>A disk on Azure.</summary>
    public static void Apply(AzureDiskVolumeSource disk)
    {
        disk.CachingMode ??= "ReadWrite";
        disk.Kind ??= "Shared";
        disk.FsType ??= "ext4";
        disk.ReadOnly ??= false;
    }

    private static void Apply(ProjectedVolumeSource projected)
    {
        projected.DefaultMode ??= FileMode;
        foreach (var source in projected.Sources)
        {
            if (source.ServiceAccountToken is { } token) token.ExpirationSeconds ??= 3600;
            if (source.PodCertificate is { } certificate) certificate.MaxExpirationSeconds ??= 86400;
            foreach (var item in source.DownwardAPI?.Items ?? []) ContainerDefaults.Apply(item.FieldRef);
        }
    }

    private static void ApplyNetworkDisks(Volume volume)
    {
        if (volume.Iscsi is { IscsiInterface.Length: 0 } iscsi) iscsi.IscsiInterface = "default";
        if (volume.AzureDisk is { } disk) Apply(disk);
        if (volume.Rbd is { } rbd)
        {
            if (rbd.Pool.Length == 0) rbd.Pool = "rbd";
            if (rbd.User.Length == 0) rbd.User = "admin";
            if (rbd.Keyring.Length == 0) rbd.Keyring = "/etc/ceph/keyring";
        }

        if (volume.ScaleIO is { } scale)
        {
            if (scale.StorageMode.Length == 0) scale.StorageMode = "ThinProvisioned";
            if (scale.FsType.Length == 0) scale.FsType = "xfs";
        }
    }
}
