using Kybernet.Api;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Validation.Pods;

namespace Kybernet.ApiServer.Validation.Storage;

/// <summary>What a claim asks of storage, by itself, in a volume or in a StatefulSet.</summary>
internal static class ClaimSpecValidation
{
    /// <summary>Judges the template of a claim that is made for a pod.</summary>
    public static void ValidateTemplate(PersistentVolumeClaimTemplate template, FieldPath path, FieldErrors errors)
    {
        ObjectMetaValidation.ValidateLabels(template.Metadata.Labels, path.Child("metadata").Child("labels"), errors);
        ObjectMetaValidation.ValidateAnnotations(template.Metadata.Annotations, path.Child("metadata").Child("annotations"), errors);
        Validate(template.Spec, path.Child("spec"), errors);
    }

    /// <summary>Judges a spec.</summary>
    public static void Validate(PersistentVolumeClaimSpec spec, FieldPath path, FieldErrors errors)
    {
        if (spec.AccessModes.Count == 0) errors.Required(path.Child("accessModes"), "at least 1 access mode is required");
        LabelSelectorValidation.Validate(spec.Selector, path.Child("selector"), errors);
        AccessModes(spec.AccessModes, path.Child("accessModes"), errors);
        ValidateSize(spec, path.Child("resources").Key("storage"), errors);
        if (spec.StorageClassName is { Length: > 0 } name) errors.Invalid(path.Child("storageClassName"), name, Names.CheckDns1123Subdomain(name));
        if (spec.VolumeMode is { } mode) errors.OneOf(path.Child("volumeMode"), mode, "Block", "Filesystem");
        ValidateSources(spec, path, errors);
        if (spec.VolumeAttributesClassName is { Length: > 0 } attributes)
        {
            errors.Invalid(path.Child("volumeAttributesClassName"), attributes, Names.CheckDns1123Subdomain(attributes));
        }
    }

    /// <summary>How a volume may be mounted.</summary>
    public static void AccessModes(KubeList<string> modes, FieldPath path, FieldErrors errors)
    {
        foreach (var mode in modes) errors.OneOf(path, mode, "ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod");
        if (modes.Contains("ReadWriteOncePod") && modes.Any(m => m != "ReadWriteOncePod"))
        {
            errors.Forbidden(path, "may not use ReadWriteOncePod with other access modes");
        }
    }

    private static void ValidateSize(PersistentVolumeClaimSpec spec, FieldPath path, FieldErrors errors)
    {
        if (!spec.Resources.Requests.TryGetValue("storage", out var size)) errors.Required(path);
        else if (size.Sign <= 0) errors.Invalid(path, size, "must be greater than zero");
    }

    private static void ValidateSources(PersistentVolumeClaimSpec spec, FieldPath path, FieldErrors errors)
    {
        if (spec.DataSource is { } source) ValidateSource(source.ApiGroup, source.Kind, source.Name, path.Child("dataSource"), errors);
        if (spec.DataSourceRef is not { } reference) return;
        ValidateSource(reference.ApiGroup, reference.Kind, reference.Name, path.Child("dataSourceRef"), errors);
        if (reference.Namespace is { Length: > 0 } from)
        {
            errors.Invalid(path.Child("dataSourceRef").Child("namespace"), from, Names.CheckDns1123Label(from));
            if (spec.DataSource is not null) errors.Invalid(path, GoValue.EmptyStruct, "may not be specified when dataSourceRef.namespace is specified");
        }
        else if (spec.DataSource is { } same
            && (same.ApiGroup ?? "", same.Kind, same.Name) != (reference.ApiGroup ?? "", reference.Kind, reference.Name))
        {
            errors.Invalid(path, GoValue.EmptyStruct, "must match dataSourceRef");
        }
    }

    private static void ValidateSource(string? group, string kind, string name, FieldPath path, FieldErrors errors)
    {
        if (name.Length == 0) errors.Required(path.Child("name"));
        if (kind.Length == 0) errors.Required(path.Child("kind"));
        if (group is { Length: > 0 }) errors.Invalid(path.Child("apiGroup"), group, Names.CheckDns1123Subdomain(group));
        else if (kind != "PersistentVolumeClaim") errors.Invalid(path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
    }
}
