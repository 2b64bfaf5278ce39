using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>Volumes of single vendors.</summary>
internal static class OtherVolumeValidation
{
    /// <summary>Judges a source.</summary>
    public static void Validate(ApiType source, FieldPath path, FieldErrors errors)
    {
        switch (source)
        {
            case FlockerVolumeSource flocker:
                ValidateFlocker(flocker, path, errors);
                break;
            case QuobyteVolumeSource quobyte:
                ValidateQuobyte(quobyte, path, errors);
                break;
            case FCVolumeSource fc:
                ValidateFibreChannel(fc, path, errors);
                break;
            case AzureDiskVolumeSource azure:
                ValidateAzure(azure, path, errors);
                break;
            case VsphereVirtualDiskVolumeSource vsphere:
                NetworkVolumeValidation.Set(vsphere.VolumePath, "volumePath", path, errors);
                break;
            case PhotonPersistentDiskVolumeSource photon:
                NetworkVolumeValidation.Set(photon.PdID, "pdID", path, errors);
                break;
            case PortworxVolumeSource portworx:
                NetworkVolumeValidation.Set(portworx.VolumeID, "volumeID", path, errors);
                break;
            case StorageOSVolumeSource storage:
                ValidateStorageOs(storage.VolumeName, storage.VolumeNamespace, path, errors);
                if (storage.SecretRef is { Name.Length: 0 }) errors.Required(path.Child("secretRef").Child("name"));
                break;
            case StorageOSPersistentVolumeSource storage:
                ValidateStorageOs(storage.VolumeName, storage.VolumeNamespace, path, errors);
                if (storage.SecretRef is { } secret)
                {
                    NetworkVolumeValidation.Set(secret.Name, "name", path.Child("secretRef"), errors);
                    NetworkVolumeValidation.Set(secret.Namespace, "namespace", path.Child("secretRef"), errors);
                }

                break;
            default:
                throw new InvalidOperationException($"no rules for volumes of type {source.GetType().Name}");
        }
    }

    private static void ValidateFlocker(FlockerVolumeSource flocker, FieldPath path, FieldErrors errors)
    {
        if (flocker is { DatasetName.Length: 0, DatasetUUID.Length: 0 }) errors.Required(path, "one of datasetName and datasetUUID is required");
        if (flocker is { DatasetName.Length: > 0, DatasetUUID.Length: > 0 })
        {
            errors.Invalid(path, "resource", "datasetName and datasetUUID can not be specified simultaneously");
        }

        if (flocker.DatasetName.Contains('/')) errors.Invalid(path.Child("datasetName"), flocker.DatasetName, "must not contain '/'");
    }

    private static void ValidateQuobyte(QuobyteVolumeSource quobyte, FieldPath path, FieldErrors errors)
    {
        const string hosts = "must be a host:port pair or multiple pairs separated by commas";
        if (quobyte.Registry.Length == 0) errors.Required(path.Child("registry"), hosts);
        else if (quobyte.Registry.Split(',').Any(host => !host.Contains(':'))) errors.Invalid(path.Child("registry"), quobyte.Registry, hosts);
        if (quobyte.Tenant.Length >= 65) errors.Required(path.Child("tenant"), "must be a UUID and may not exceed a length of 64 characters");
        NetworkVolumeValidation.Set(quobyte.Volume, "volume", path, errors);
    }

    private static void ValidateFibreChannel(FCVolumeSource fc, FieldPath path, FieldErrors errors)
    {
        if (fc.TargetWWNs.Count == 0 && fc.Wwids.Count == 0)
        {
            errors.Required(path.Child("targetWWNs"), "must specify either targetWWNs or wwids, but not both");
        }

        if (fc.TargetWWNs.Count > 0 && fc.Wwids.Count > 0)
        {
            errors.Invalid(path.Child("targetWWNs"), fc.TargetWWNs, "targetWWNs and wwids can not be specified simultaneously");
        }

        if (fc.TargetWWNs.Count == 0) return;
        if (fc.Lun is not { } lun) errors.Required(path.Child("lun"), "lun is required if targetWWNs is specified");
        else errors.InRange(path.Child("lun"), lun, 0, 255);
    }

    private static void ValidateAzure(AzureDiskVolumeSource azure, FieldPath path, FieldErrors errors)
    {
        NetworkVolumeValidation.Set(azure.DiskName, "diskName", path, errors);
        NetworkVolumeValidation.Set(azure.DiskURI, "diskURI", path, errors);
        if (azure.CachingMode is { } caching) errors.OneOf(path.Child("cachingMode"), caching, "None", "ReadOnly", "ReadWrite");
        if (azure.Kind is { } kind) errors.OneOf(path.Child("kind"), kind, "Dedicated", "Managed", "Shared");
        if (azure.DiskURI.Length == 0) return;
        var managed = azure.Kind == "Managed";
        if (managed && !azure.DiskURI.StartsWith("/subscriptions/", StringComparison.Ordinal))
        {
            errors.NotSupported(path.Child("diskURI"), azure.DiskURI, "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}");
        }

        if (!managed && !azure.DiskURI.StartsWith("https://", StringComparison.Ordinal))
        {
            errors.NotSupported(path.Child("diskURI"), azure.DiskURI, "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd");
        }
    }

    private static void ValidateStorageOs(string name, string @namespace, FieldPath path, FieldErrors errors)
    {
        ContainerValidation.Label(name, path.Child("volumeName"), errors);
        if (@namespace.Length > 0) errors.Invalid(path.Child("volumeNamespace"), @namespace, Names.CheckDns1123Label(@namespace));
    }
}
