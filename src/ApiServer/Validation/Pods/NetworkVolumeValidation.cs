using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>Volumes on the network: what a pod's volume and a PersistentVolume have in common.</summary>
internal static class NetworkVolumeValidation
{
    /// <summary>Judges a source.</summary>
    public static void Validate(ApiType source, FieldPath path, FieldErrors errors)
    {
        switch (source)
        {
            case NFSVolumeSource nfs:
                Set(nfs.Server, "server", path, errors);
                Set(nfs.Path, "path", path, errors);
                if (!nfs.Path.StartsWith('/')) errors.Invalid(path.Child("path"), nfs.Path, "must be an absolute path");
                break;
            case GCEPersistentDiskVolumeSource gce:
                Set(gce.PdName, "pdName", path, errors);
                errors.InRange(path.Child("partition"), gce.Partition, 0, 255);
                break;
            case AWSElasticBlockStoreVolumeSource aws:
                Set(aws.VolumeID, "volumeID", path, errors);
                errors.InRange(path.Child("partition"), aws.Partition, 0, 255);
                break;
            case ISCSIVolumeSource iscsi:
                IscsiValidation.Validate(
                    iscsi.TargetPortal, iscsi.Iqn, iscsi.Lun, (iscsi.ChapAuthDiscovery || iscsi.ChapAuthSession) && iscsi.SecretRef is null,
                    iscsi.InitiatorName, path, errors);
                break;
            case ISCSIPersistentVolumeSource iscsi:
                IscsiValidation.Validate(
                    iscsi.TargetPortal, iscsi.Iqn, iscsi.Lun, (iscsi.ChapAuthDiscovery || iscsi.ChapAuthSession) && iscsi.SecretRef is null,
                    iscsi.InitiatorName, path, errors);
                if (iscsi.SecretRef is { Name.Length: 0 }) errors.Required(path.Child("secretRef").Child("name"));
                break;
            case GlusterfsVolumeSource gluster:
                Set(gluster.Endpoints, "endpoints", path, errors);
                Set(gluster.Path, "path", path, errors);
                break;
            case GlusterfsPersistentVolumeSource gluster:
                Set(gluster.Endpoints, "endpoints", path, errors);
                Set(gluster.Path, "path", path, errors);
                if (gluster.EndpointsNamespace is { } endpoints) errors.Invalid(path.Child("endpointsNamespace"), endpoints, Names.CheckDns1123Label(endpoints));
                break;
            case RBDVolumeSource rbd:
                if (rbd.Monitors.Count == 0) errors.Required(path.Child("monitors"));
                Set(rbd.Image, "image", path, errors);
                break;
            case RBDPersistentVolumeSource rbd:
                if (rbd.Monitors.Count == 0) errors.Required(path.Child("monitors"));
                Set(rbd.Image, "image", path, errors);
                break;
            case CinderVolumeSource cinder:
                Set(cinder.VolumeID, "volumeID", path, errors);
                if (cinder.SecretRef is { Name.Length: 0 }) errors.Required(path.Child("secretRef").Child("name"));
                break;
            case CinderPersistentVolumeSource cinder:
                Set(cinder.VolumeID, "volumeID", path, errors);
                if (cinder.SecretRef is { } secret)
                {
                    Set(secret.Name, "name", path.Child("secretRef"), errors);
                    Set(secret.Namespace, "namespace", path.Child("secretRef"), errors);
                }

                break;
            case CephFSVolumeSource ceph:
                if (ceph.Monitors.Count == 0) errors.Required(path.Child("monitors"));
                break;
            case CephFSPersistentVolumeSource ceph:
                if (ceph.Monitors.Count == 0) errors.Required(path.Child("monitors"));
                break;
            case FlexVolumeSource flex:
                ValidateFlex(flex.Driver, flex.Options, path, errors);
                break;
            case FlexPersistentVolumeSource flex:
                ValidateFlex(flex.Driver, flex.Options, path, errors);
                break;
            case AzureFileVolumeSource azure:
                Set(azure.SecretName, "secretName", path, errors);
                Set(azure.ShareName, "shareName", path, errors);
                break;
            case AzureFilePersistentVolumeSource azure:
                Set(azure.SecretName, "secretName", path, errors);
                Set(azure.ShareName, "shareName", path, errors);
                if (azure.SecretNamespace is "") errors.Required(path.Child("secretNamespace"));
                break;
            case ScaleIOVolumeSource scale:
                Set(scale.Gateway, "gateway", path, errors);
                Set(scale.System, "system", path, errors);
                Set(scale.VolumeName, "volumeName", path, errors);
                break;
            case ScaleIOPersistentVolumeSource scale:
                Set(scale.Gateway, "gateway", path, errors);
                Set(scale.System, "system", path, errors);
                Set(scale.VolumeName, "volumeName", path, errors);
                break;
            default:
                OtherVolumeValidation.Validate(source, path, errors);
                break;
        }
    }

    /// <summary>A field that has to be set.</summary>
    public static void Set(string value, string field, FieldPath path, FieldErrors errors)
    {
        if (value.Length == 0) errors.Required(path.Child(field));
    }

    private static void ValidateFlex(string driver, KubeMap<string> options, FieldPath path, FieldErrors errors)
    {
        Set(driver, "driver", path, errors);
        foreach (var (key, _) in options)
        {
            var slash = key.IndexOf('/', StringComparison.Ordinal);
            var domain = "." + (slash < 0 ? key : key[..slash]);
            if (domain.EndsWith(".kubernetes.io", StringComparison.Ordinal) || domain.EndsWith(".k8s.io", StringComparison.Ordinal))
            {
                errors.Invalid(path.Child("options").Key(key), key, "kubernetes.io and k8s.io namespaces are reserved");
            }
        }
    }
}
