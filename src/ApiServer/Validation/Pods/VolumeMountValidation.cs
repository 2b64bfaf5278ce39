using Kybernet.Api;
using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Validation.Pods;

/// <summary>Where containers mount volumes, and where they find block devices.</summary>
internal static class VolumeMountValidation
{
    /// <summary>Judges mounts.</summary>
    public static void ValidateMounts(Container container, PodScope scope, FieldPath path, FieldErrors errors)
    {
        HashSet<string>? paths = null;
        for (var i = 0; i < container.VolumeMounts.Count; i++)
        {
            var mount = container.VolumeMounts[i];
            var at = path.Index(i);
            if (mount.Name.Length == 0) errors.Required(at.Child("name"));
            if (scope.FindVolume(mount.Name) is null) errors.NotFound(at.Child("name"), mount.Name);
            if (mount.MountPath.Length == 0) errors.Required(at.Child("mountPath"));
            if (!(paths ??= new(StringComparer.Ordinal)).Add(mount.MountPath)) errors.Invalid(at.Child("mountPath"), mount.MountPath, "must be unique");
            if (container.VolumeDevices.Any(d => d.Name == mount.Name)) errors.Invalid(at.Child("name"), mount.Name, "must not already exist in volumeDevices");
            if (container.VolumeDevices.Any(d => d.DevicePath == mount.MountPath))
            {
                errors.Invalid(at.Child("mountPath"), mount.MountPath, "must not already exist as a path in volumeDevices");
            }

            ValidateSubPath(mount, path, at, errors);
            if (mount.MountPropagation is { } propagation) ValidatePropagation(propagation, container, path.Child("mountPropagation"), errors);
            if (mount.RecursiveReadOnly is { } recursive) ValidateReadOnly(mount, recursive, at.Child("recursiveReadOnly"), errors);
        }
    }

    /// <summary>Judges block devices.</summary>
    public static void ValidateDevices(Container container, PodScope scope, FieldPath path, FieldErrors errors)
    {
        if (container.VolumeDevices.Count > 0 && !scope.HostUsers) errors.Forbidden(path, "when `hostUsers` is false");
        HashSet<string> names = new(StringComparer.Ordinal), paths = new(StringComparer.Ordinal);
        for (var i = 0; i < container.VolumeDevices.Count; i++)
        {
            var device = container.VolumeDevices[i];
            var at = path.Index(i);
            if (device.Name.Length == 0) errors.Required(at.Child("name"));
            if (device.Name.Length > 0 && !names.Add(device.Name)) errors.Invalid(at.Child("name"), device.Name, "must be unique");
            if (scope.FindVolume(device.Name) is not { } volume) errors.NotFound(at.Child("name"), device.Name);
            else if (volume is { PersistentVolumeClaim: null, Ephemeral: null })
            {
                errors.Invalid(at.Child("name"), device.Name, "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
            }

            if (device.DevicePath.Length == 0) errors.Required(at.Child("devicePath"));
            if (paths.Contains(device.DevicePath)) errors.Invalid(at.Child("devicePath"), device.DevicePath, "must be unique");
            if (PathRules.HasBackstep(device.DevicePath)) errors.Invalid(at.Child("devicePath"), device.DevicePath, "can not contain backsteps ('..')");
            else paths.Add(device.DevicePath);
            if (container.VolumeMounts.Any(m => m.Name == device.Name)) errors.Invalid(at.Child("name"), device.Name, "must not already exist in volumeMounts");
            if (container.VolumeMounts.Any(m => m.MountPath == device.DevicePath))
            {
                errors.Invalid(at.Child("devicePath"), device.DevicePath, "must not already exist as a path in volumeMounts");
            }
        }
    }

    private static void ValidateSubPath(VolumeMount mount, FieldPath path, FieldPath at, FieldErrors errors)
    {
        if (mount.SubPath.Length > 0) PathRules.LocalDescending(mount.SubPath, path.Child("subPath"), errors);
        if (mount.SubPathExpr.Length == 0) return;
        if (mount.SubPath.Length > 0) errors.Invalid(at.Child("subPathExpr"), mount.SubPathExpr, "subPathExpr and subPath are mutually exclusive");
        PathRules.LocalDescending(mount.SubPathExpr, path.Child("subPathExpr"), errors);
    }

    private static void ValidatePropagation(string propagation, Container container, FieldPath path, FieldErrors errors)
    {
        errors.OneOf(path, propagation, "Bidirectional", "HostToContainer", "None");
        if (propagation == "Bidirectional" && container.SecurityContext?.Privileged is not true)
        {
            errors.Forbidden(path, "Bidirectional mount propagation is available only to privileged containers");
        }
    }

    private static void ValidateReadOnly(VolumeMount mount, string recursive, FieldPath path, FieldErrors errors)
    {
        if (!errors.OneOf(path, recursive, "Disabled", "IfPossible", "Enabled") || recursive == "Disabled") return;
        if (!mount.ReadOnly) errors.Forbidden(path, "may only be specified when readOnly is true");
        if (mount.MountPropagation is not (null or "None")) errors.Forbidden(path, "may only be specified when mountPropagation is None or not specified");
    }
}
