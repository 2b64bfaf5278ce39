using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Strategies.Pods;

/// <summary>The sources of a volume, of which exactly one is to be set.</summary>
internal static class VolumeSources
{
    /// <summary>The sources that are set, by the names that upstream's messages have for them, in its order.</summary>
    public static IEnumerable<(string Name, ApiType Source)> Of(VolumeSource volume)
    {
        if (volume.EmptyDir is { } emptyDir) yield return ("emptyDir", emptyDir);
        if (volume.HostPath is { } hostPath) yield return ("hostPath", hostPath);
        if (volume.GitRepo is { } gitRepo) yield return ("gitRepo", gitRepo);
        if (volume.GcePersistentDisk is { } gce) yield return ("gcePersistentDisk", gce);
        if (volume.AwsElasticBlockStore is { } aws) yield return ("awsElasticBlockStore", aws);
        if (volume.Secret is { } secret) yield return ("secret", secret);
        if (volume.Nfs is { } nfs) yield return ("nfs", nfs);
        if (volume.Iscsi is { } iscsi) yield return ("iscsi", iscsi);
        if (volume.Glusterfs is { } glusterfs) yield return ("glusterfs", glusterfs);
        if (volume.Flocker is { } flocker) yield return ("flocker", flocker);
        if (volume.PersistentVolumeClaim is { } claim) yield return ("persistentVolumeClaim", claim);
        if (volume.Rbd is { } rbd) yield return ("rbd", rbd);
        if (volume.Cinder is { } cinder) yield return ("cinder", cinder);
        if (volume.Cephfs is { } cephfs) yield return ("cephFS", cephfs);
        if (volume.Quobyte is { } quobyte) yield return ("quobyte", quobyte);
        if (volume.DownwardAPI is { } downward) yield return ("downwardAPI", downward);
        if (volume.Fc is { } fc) yield return ("fc", fc);
        if (volume.FlexVolume is { } flex) yield return ("flexVolume", flex);
        if (volume.ConfigMap is { } configMap) yield return ("configMap", configMap);
        if (volume.AzureFile is { } azureFile) yield return ("azureFile", azureFile);
        if (volume.VsphereVolume is { } vsphere) yield return ("vsphereVolume", vsphere);
        if (volume.PhotonPersistentDisk is { } photon) yield return ("photonPersistentDisk", photon);
        if (volume.PortworxVolume is { } portworx) yield return ("portworxVolume", portworx);
        if (volume.AzureDisk is { } azureDisk) yield return ("azureDisk", azureDisk);
        if (volume.Storageos is { } storageos) yield return ("storageos", storageos);
        if (volume.Projected is { } projected) yield return ("projected", projected);
        if (volume.ScaleIO is { } scaleIO) yield return ("scaleIO", scaleIO);
        if (volume.Csi is { } csi) yield return ("csi", csi);
        if (volume.Ephemeral is { } ephemeral) yield return ("ephemeral", ephemeral);
        if (volume.Image is { } image) yield return ("image", image);
    }

    /// <summary>How many sources are set.</summary>
    public static int CountOf(VolumeSource volume) => Of(volume).Count();
}
