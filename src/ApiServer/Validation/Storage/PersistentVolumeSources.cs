using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Validation.Storage;

/// <summary>Where a PersistentVolume's bytes are: exactly one source is to be set.</summary>
internal static class PersistentVolumeSources
{
    /// <summary>Judges the source.</summary>
    public static void Validate(PersistentVolumeSpec spec, FieldPath path, FieldErrors errors)
    {
        var count = 0;
        foreach (var (name, source) in Of(spec))
        {
            // Upstream does not mind a flexVolume beside another source.
            if (count++ > 0 && name != "flexVolume") errors.Forbidden(path.Child(name), "may not specify more than 1 volume type");
            else Validate(source, spec, path.Child(VolumeValidation.PathOf(name)), errors);
        }

        if (count == 0) errors.Required(path, "must specify a volume type");
    }

    /// <summary>The sources that are set, by the names that upstream's messages have for them.</summary>
    public static IEnumerable<(string Name, ApiType Source)> Of(PersistentVolumeSource spec)
    {
        if (spec.HostPath is { } hostPath) yield return ("hostPath", hostPath);
        if (spec.GcePersistentDisk is { } gce) yield return ("gcePersistentDisk", gce);
        if (spec.AwsElasticBlockStore is { } aws) yield return ("awsElasticBlockStore", aws);
        if (spec.Glusterfs is { } glusterfs) yield return ("glusterfs", glusterfs);
        if (spec.Flocker is { } flocker) yield return ("flocker", flocker);
        if (spec.Nfs is { } nfs) yield return ("nfs", nfs);
        if (spec.Rbd is { } rbd) yield return ("rbd", rbd);
        if (spec.Quobyte is { } quobyte) yield return ("quobyte", quobyte);
        if (spec.Cephfs is { } cephfs) yield return ("cephFS", cephfs);
        if (spec.Iscsi is { } iscsi) yield return ("iscsi", iscsi);
        if (spec.Cinder is { } cinder) yield return ("cinder", cinder);
        if (spec.Fc is { } fc) yield return ("fc", fc);
        if (spec.FlexVolume is { } flex) yield return ("flexVolume", flex);
        if (spec.AzureFile is { } azureFile) yield return ("azureFile", azureFile);
        if (spec.VsphereVolume is { } vsphere) yield return ("vsphereVolume", vsphere);
        if (spec.PhotonPersistentDisk is { } photon) yield return ("photonPersistentDisk", photon);
        if (spec.PortworxVolume is { } portworx) yield return ("portworxVolume", portworx);
        if (spec.AzureDisk is { } azureDisk) yield return ("azureDisk", azureDisk);
        if (spec.ScaleIO is { } scaleIO) yield return ("scaleIO", scaleIO);
        if (spec.Local is { } local) yield return ("local", local);
        if (spec.Storageos is { } storageos) yield return ("storageos", storageos);
        if (spec.Csi is { } csi) yield return ("csi", csi);
    }

    private static void Validate(ApiType source, PersistentVolumeSpec spec, FieldPath path, FieldErrors errors)
    {
        switch (source)
        {
            case HostPathVolumeSource hostPath:
                LocalVolumeValidation.ValidateHostPath(hostPath, path, errors);
                break;
            case LocalVolumeSource local:
                if (local.Path.Length == 0) errors.Required(path.Child("path"));
                else PathRules.NoBacksteps(local.Path, path.Child("path"), errors);
                if (spec.NodeAffinity is null) errors.Required(FieldPath.Of("metadata").Child("annotations"), "Local volume requires node affinity");
                break;
            case CSIPersistentVolumeSource csi:
                ValidateCsi(csi, path, errors);
                break;
            default:
                NetworkVolumeValidation.Validate(source, path, errors);
                break;
        }
    }

    private static void ValidateCsi(CSIPersistentVolumeSource csi, FieldPath path, FieldErrors errors)
    {
        CsiRules.DriverName(csi.Driver, path.Child("driver"), errors);
        if (csi.VolumeHandle.Length == 0) errors.Required(path.Child("volumeHandle"));
        Secret(csi.ControllerPublishSecretRef, path.Child("controllerPublishSecretRef"), errors);
        Secret(csi.ControllerExpandSecretRef, path.Child("controllerExpandSecretRef"), errors);
        Secret(csi.NodePublishSecretRef, path.Child("nodePublishSecretRef"), errors);
        Secret(csi.NodeExpandSecretRef, path.Child("nodeExpandSecretRef"), errors);
        Secret(csi.NodeStageSecretRef, path.Child("nodeStageSecretRef"), errors);
    }

    private static void Secret(SecretReference? secret, FieldPath path, FieldErrors errors)
    {
        if (secret is null) return;
        if (secret.Name.Length == 0) errors.Required(path.Child("name"));
        else errors.Invalid(path.Child("name"), secret.Name, Names.CheckDns1123Subdomain(secret.Name));
        if (secret.Namespace.Length == 0) errors.Required(path.Child("namespace"));
        else errors.Invalid(path.Child("namespace"), secret.Namespace, Names.CheckDns1123Label(secret.Namespace));
    }
}
