using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Validation.Storage;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>Volumes that come from the node, from the API or from a claim.</summary>
internal static class LocalVolumeValidation
{
    /// <summary>Judges a source, if it is one of these.</summary>
    public static bool Validate(ApiType source, bool isPod, FieldPath path, FieldErrors errors)
    {
        switch (source)
        {
            case EmptyDirVolumeSource emptyDir:
                if (emptyDir.SizeLimit is { Sign: < 0 }) errors.Forbidden(path.Child("sizeLimit"), "SizeLimit field must be a valid resource quantity");
                return true;
            case HostPathVolumeSource hostPath:
                ValidateHostPath(hostPath, path, errors);
                return true;
            case SecretVolumeSource secret:
                if (secret.SecretName.Length == 0) errors.Required(path.Child("secretName"));
                PathRules.Mode(secret.DefaultMode, path.Child("defaultMode"), errors);
                ValidateItems(secret.Items, path.Child("items"), errors);
                return true;
            case ConfigMapVolumeSource configMap:
                if (configMap.Name.Length == 0) errors.Required(path.Child("name"));
                PathRules.Mode(configMap.DefaultMode, path.Child("defaultMode"), errors);
                ValidateItems(configMap.Items, path.Child("items"), errors);
                return true;
            case DownwardAPIVolumeSource downward:
                PathRules.Mode(downward.DefaultMode, path.Child("defaultMode"), errors);
                foreach (var file in downward.Items) ValidateFile(file, path, errors);
                return true;
            case ProjectedVolumeSource projected:
                ProjectedVolumeValidation.Validate(projected, path, errors);
                return true;
            case PersistentVolumeClaimVolumeSource claim:
                if (claim.ClaimName.Length == 0) errors.Required(path.Child("claimName"));
                return true;
            case EphemeralVolumeSource ephemeral:
                if (ephemeral.VolumeClaimTemplate is not { } template) errors.Required(path.Child("volumeClaimTemplate"));
                else ClaimSpecValidation.ValidateTemplate(template, path.Child("volumeClaimTemplate"), errors);
                return true;
            case ImageVolumeSource image:
                if (isPod && image.Reference.Length == 0) errors.Required(path.Child("reference"));
                ContainerValidation.PullPolicy(image.PullPolicy, path.Child("pullPolicy"), errors);
                return true;
            case GitRepoVolumeSource git:
                if (git.Repository.Length == 0) errors.Required(path.Child("repository"));
                PathRules.LocalDescending(git.Directory, path.Child("directory"), errors);
                return true;
            case CSIVolumeSource csi:
                CsiRules.DriverName(csi.Driver, path.Child("driver"), errors);
                if (csi.NodePublishSecretRef is { Name.Length: 0 }) errors.Required(path.Child("nodePublishSecretRef").Child("name"));
                return true;
            default:
                return false;
        }
    }

    /// <summary>A directory or file of the host.</summary>
    public static void ValidateHostPath(HostPathVolumeSource hostPath, FieldPath path, FieldErrors errors)
    {
        if (hostPath.Path.Length == 0)
        {
            errors.Required(path.Child("path"));
            return;
        }

        PathRules.NoBacksteps(hostPath.Path, path.Child("path"), errors);
        if (hostPath.Type is { } type)
        {
            errors.OneOf(path.Child("type"), type, "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket");
        }
    }

    /// <summary>Which keys become which files.</summary>
    public static void ValidateItems(KubeList<KeyToPath> items, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < items.Count; i++)
        {
            var at = path.Index(i);
            if (items[i].Key.Length == 0) errors.Required(at.Child("key"));
            if (items[i].Path.Length == 0) errors.Required(at.Child("path"));
            PathRules.LocalNonReserved(items[i].Path, at.Child("path"), errors);
            PathRules.Mode(items[i].Mode, at.Child("mode"), errors);
        }
    }

    /// <summary>A file made of the pod's own fields.</summary>
    public static void ValidateFile(DownwardAPIVolumeFile file, FieldPath path, FieldErrors errors)
    {
        if (file.Path.Length == 0) errors.Required(path.Child("path"));
        PathRules.LocalNonReserved(file.Path, path.Child("path"), errors);
        if (file.FieldRef is { } field)
        {
            FieldRefs.Validate(field, FieldRefs.ForVolume, path.Child("fieldRef"), errors);
            if (file.ResourceFieldRef is not null) errors.Invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
        }
        else if (file.ResourceFieldRef is { } resource) FieldRefs.Validate(resource, inVolume: true, path.Child("resourceFieldRef"), errors);
        else errors.Required(path, "one of fieldRef and resourceFieldRef is required");

        PathRules.Mode(file.Mode, path.Child("mode"), errors);
    }
}
